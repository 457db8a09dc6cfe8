/** What the generated channels talk about. */
export type Theme = 'news' | 'shop' | 'author' | 'tech' | 'chatter';

type Lines = readonly [string, ...string[]];

interface Vocabulary {
  headlines: Lines;
  sentences: Lines;
  tags: Lines;
  calls: Lines;
}

/** Sentences to put posts together from; none is from a real channel. */
export const vocabularies: Readonly<Record<Theme, Vocabulary>> = {
  news: {
    headlines: [
      'На набережной открыли новый мост',
      'Трамвай № 7 меняет маршрут',
      'Завтра отключат воду в трёх районах',
      'В парке посадили двести лип',
      'Школы переходят на новое расписание',
      'Рынок на площади закроют на ремонт',
      'Ночью в город придёт сильный ветер',
    ],
    sentences: [
      'Об этом сообщили в мэрии.',
      'Работы займут около двух недель.',
      'Жители уже заметили перемены.',
      'Подробности обещают рассказать завтра.',
      'Движение временно ограничено.',
      'На месте работает наш корреспондент.',
    ],
    tags: ['#город', '#транспорт', '#погода', '#школы'],
    calls: ['Подписаться на новости', 'Читать полностью'],
  },
  shop: {
    headlines: [
      'Новая партия имбирных пряников',
      'Скидка на чай до воскресенья',
      'Привезли мёд с горных пасек',
      'Подарочные коробки снова в наличии',
      'Собираем заказы на пятницу',
    ],
    sentences: [
      'Количество ограничено.',
      'Доставка по городу бесплатно.',
      'Пишите в личные сообщения.',
      'Цена прежняя, вес больше.',
      'Упакуем в красивую бумагу.',
    ],
    tags: ['#скидки', '#новинки', '#подарки'],
    calls: ['Оформить заказ', 'Посмотреть каталог'],
  },
  author: {
    headlines: [
      'О чём молчит библиотека',
      'Три книги на эту осень',
      'Письмо с острова',
      'Почему я больше не веду дневник',
      'Утро начинается с вопроса',
      'Прогулка вдоль старой стены',
    ],
    sentences: [
      'Я долго думала, стоит ли об этом писать.',
      'Вчера перечитала и не узнала себя.',
      'Расскажите, как это бывает у вас.',
      'Город в такие дни похож на черновик.',
      'Самое важное оказалось на последней странице.',
      'Продолжение завтра.',
    ],
    tags: ['#книги', '#заметки', '#утро'],
    calls: ['Читать целиком', 'Ответить письмом'],
  },
  tech: {
    headlines: [
      'A queue you can hold in your head',
      'Why we deleted our cache',
      'Ten lines that replaced a service',
      'Reading a flame graph slowly',
      'Postgres as the only moving part',
      'What a retry really costs',
    ],
    sentences: [
      'The numbers surprised us.',
      'Nobody noticed for a month.',
      'It is boring, and it works.',
      'Measure first, then argue.',
      'The old design had three owners and no tests.',
      'Tell us what you would have done.',
    ],
    tags: ['#notes', '#postgres', '#design'],
    calls: ['Read the story', 'See the code'],
  },
  chatter: {
    headlines: [
      'Согласен',
      'А я не заметил',
      'Хороший вопрос',
      'Спасибо за выпуск',
      'У нас так же',
      'Не уверен',
    ],
    sentences: ['Кто ещё читал?', 'Надо обсудить.', 'Было и раньше.', 'Жду продолжения.', 'Вот это да!'],
    tags: ['#обсуждение'],
    calls: ['Смотрите сюда'],
  },
};

/** Marker, advertiser and call of an advertisement. */
export const advertisements: Lines = [
  'Реклама. ООО «Пример», erid: 2VtzqExample1',
  'Реклама. ИП Образцов, erid: 2VtzqExample2',
  '#реклама Партнёр выпуска',
];

### Что Channel Pulse говорит по-русски. Ключи и аргументы те же, что в en.ftl: их сравнивает тест.
### Числа приходят готовым текстом. Аргумент на «Count» — само число, оно только выбирает форму слова.
### Текст бота — HTML: имена из Telegram приходят экранированными.

## Бот: первые слова

bot-start =
    Я считаю Telegram-каналы: охват, вовлечённость, приход и уход подписчиков. Под каждой цифрой — формула.

    Пришлите ссылку на открытый канал, например <code>t.me/имя</code>, и через несколько секунд будет карточка.
bot-help =
    Пришлите ссылку на канал (<code>t.me/имя</code>), на пост (<code>t.me/имя/123</code>) или просто <code>@имя</code>. Можно переслать сюда пост.

    /stats <code>@имя</code> — карточка канала
    /status — насколько свежи ваши каналы
    /help — этот текст

    Средний охват поста — сумма просмотров ÷ число постов. ERR — охват ÷ подписчики. ER — реакции, пересылки и комментарии ÷ просмотры. Репосты со счётчиком оригинала в средние не входят.
bot-ask-channel = Какой канал? Пришлите /stats и ссылку или имя, например: <code>/stats t.me/имя</code>
bot-unknown-command = Не знаю такой команды. Что я умею — в /help.
bot-only-text = Я читаю только текст. Пришлите ссылку на канал (<code>t.me/имя</code>) или перешлите сюда пост.

bot-one-at-a-time = Беру по одному имени за раз: это { $name }. Остальные пришлите по одному.

## Бот: команды в меню Telegram

bot-command-stats = Карточка канала: /stats @имя
bot-command-status = Насколько свежи ваши каналы
bot-command-help = Что я умею
bot-menu-button = Открыть

## Бот: кнопки

bot-button-refresh = Обновить
bot-button-open-dashboard = Открыть графики
bot-button-open-app = Открыть приложение

## Бот: чтение истории

bot-progress-queued = Читаю историю. Чат можно закрыть — карточка появится здесь.
bot-progress-reading = Читаю историю: { $read } из { $total }. Чат можно закрыть — карточка появится здесь.
bot-progress-reading-unknown = Читаю историю: { $read }. Чат можно закрыть — карточка появится здесь.
bot-history-failed = Не получилось дочитать историю { $channel } ({ $problem }). Прочитанное сохранено: пришлите /stats { $channel }, чтобы его увидеть.
bot-history-late = История { $channel } до сих пор не прочитана, больше не жду. Пришлите /stats { $channel }, чтобы проверить снова.

## Бот: карточка канала

bot-card-title = 📈 <b>{ $title }</b> · @{ $username }
bot-card-title-nameless = 📈 <b>{ $title }</b>
bot-card-subscribers =
    { $subscribersCount ->
        [one] { $subscribers } подписчик
        [few] { $subscribers } подписчика
       *[many] { $subscribers } подписчиков
    }
bot-card-subscribers-unknown = Подписчики: — (Telegram не сообщил их число)
bot-card-subscribers-pending = Подписчики: — (ещё не прочитано)
bot-card-growth = { $change } за 7 дней
bot-card-growth-partial = { $change } с { $date }
bot-card-growth-later = изменение за 7 дней: —, появится { $date }
bot-card-growth-unknown = изменение за 7 дней: — (ещё не измерено)
bot-card-reach = Средний охват поста { $average } · медиана { $median }
bot-card-reach-unknown = Средний охват поста: — (нет постов старше суток с просмотрами)
bot-card-posts-window =
    { $postsCount ->
        [one] { $posts } пост за 30 дней, все старше суток
        [few] { $posts } поста за 30 дней, все старше суток
       *[many] { $posts } постов за 30 дней, все старше суток
    }
bot-card-posts-newest =
    { $postsCount ->
        [one] { $posts } последний пост старше суток: за 30 дней их меньше пяти
        [few] { $posts } последних поста старше суток: за 30 дней их меньше пяти
       *[many] { $posts } последних постов старше суток: за 30 дней их меньше пяти
    }
bot-card-err = ERR { $rate } — охват к числу подписчиков
bot-card-err-unknown = ERR: — (нужно число подписчиков)
bot-card-err-unknown-reach = ERR: — (нужны посты с просмотрами)
bot-card-er = ER { $rate } — { $parts } на просмотр
bot-card-er-unknown = ER: — (нет просмотров, делить не на что)
bot-card-best = Лучший: «{ $excerpt }» — { $views }
bot-card-best-no-text = Лучший: пост { $postId } — { $views }
bot-card-updated = Обновлено { $age }
bot-card-history-reading = История ещё читается: { $read } из { $total }
bot-card-history-failed = История прочитана не до конца ({ $problem })
bot-card-needs-account = Посты: — (чтобы их читать, нужен подключённый аккаунт)
bot-part-reactions = реакции
bot-part-forwards = пересылки
bot-part-comments = комментарии

## Бот: ответы на кнопку «Обновить»

bot-refresh-started = Спрашиваю Telegram…
bot-refresh-fresh = Это свежие цифры
bot-refresh-gone = Этот канал я больше не показываю.
bot-refresh-stopped = Этот канал больше не собирается. Пришлите ссылку на него, чтобы начать снова.

## Бот: администратор канала

bot-admin-added =
    ✅ Вижу «{ $title }»: { $subscribersCount ->
        [one] { $subscribers } подписчик
        [few] { $subscribers } подписчика
       *[many] { $subscribers } подписчиков
    }.
bot-admin-added-uncounted = ✅ Вижу «{ $title }».
bot-admin-reads = Новые посты, реакции, приход и уход подписчиков по ссылкам записываю сразу, прежние посты читаю.
bot-admin-begins = Новые посты, реакции, приход и уход подписчиков по ссылкам записываю с этой минуты.
bot-admin-removed = ⚠️ Я больше не администратор в «{ $title }» и за каналом больше не слежу. Собранное сохранено: назначьте меня снова — продолжу.
bot-admin-removed-kept = ⚠️ Я больше не администратор в «{ $title }»: прихода и ухода подписчиков по ссылкам больше не вижу. То, что видно всем, собираю дальше.
bot-admin-demoted = ⚠️ Вы больше не администратор в «{ $title }», поэтому канал убран из ваших.
bot-admin-demoted-kept = ⚠️ Вы больше не администратор в «{ $title }»: то, что видно только администраторам, я вам больше не покажу. Остальное — как прежде.

## Бот: что не так и что делать

bot-error-private = Не вижу этот канал: он закрытый. Добавьте меня администратором или подключите аккаунт, который в нём состоит.
bot-error-not-found = Канала @{ $name } нет. Проверьте имя: оно должно совпадать с тем, что в ссылке t.me/…
bot-error-not-a-channel =
    @{ $name } — не канал, а { $what ->
        [user] человек
        [bot] бот
       *[group] группа
    }. Пришлите ссылку на канал.
bot-error-garbage = Не понял. Пришлите ссылку на канал (<code>t.me/имя</code>) или на пост (<code>t.me/имя/123</code>) либо перешлите сюда пост.
bot-error-wait = Telegram просит подождать. Попробуйте снова в { $time } UTC.
bot-error-wait-shown = Telegram просит подождать. Свежие данные будут в { $time } UTC, пока показываю прежние.
bot-error-no-source = Пока не могу смотреть каналы: Telegram мне не отвечает. Попробуйте позже.
bot-error-unavailable = Часть сервиса не отвечает. Ничего не потеряно: попробуйте через минуту.

## Бот: /status

bot-status-none = Вы пока не следите ни за одним каналом. Пришлите ссылку, например <code>t.me/имя</code>.
bot-status-heading = Ваши каналы:
bot-status-channel = { $channel } — обновлено { $age }
bot-status-channel-never = { $channel } — ещё не прочитан
bot-status-channel-reading = { $channel } — читаю историю, { $read } из { $total }
bot-status-channel-failed = { $channel } — история прочитана не до конца ({ $problem })
bot-status-more =
    { $channelsCount ->
        [one] … и ещё { $channels }
       *[many] … и ещё { $channels }
    }
bot-status-bot-webhook = ✅ Бот: вебхук, в очереди { $pending }, последняя ошибка: { $error }
bot-status-bot-webhook-error = ⚠️ Бот: вебхук, в очереди { $pending }, последняя ошибка: «{ $error }», { $age }
bot-status-bot-polling = ✅ Бот: опрос, в очереди { $pending }
bot-status-bot-webhook-missing = ⚠️ Бот: вебхук у Telegram не тот, что в настройках
bot-status-bot-unknown = ⚠️ Бот: Bot API не отвечает
bot-status-no-error = нет
bot-status-database = ✅ База данных: { $milliseconds } мс
bot-status-database-down = ⚠️ База данных: нет ответа
bot-status-mtproto = ✅ MTProto: включён · доступен · подключён
bot-status-mtproto-down = ⚠️ MTProto: не подключён ({ $reason })
bot-status-mtproto-disabled = ⚠️ MTProto: выключен

## Приложение: везде

app-loading = Загружаю
app-close = Закрыть
app-retry = Повторить
app-still-trying = Всё ещё пробую…
app-kept-figures = Ниже — цифры, прочитанные раньше: { $period }.
app-open-bot = Открыть { $bot }
app-subscribers-after-number = подписчиков
app-instant = { $date }, { $time }
app-never-read = Ещё не прочитан
app-updated = Обновлено { $age }
app-problem-title = Не получилось
app-problem-request = Запрос { $requestId }
app-state-unreachable = недоступен
app-state-gone = удалён
app-approximate = ≈ Точное число неизвестно, взято ближайшее известное.

## Приложение: вне Telegram

app-outside-title = Channel Pulse живёт в Telegram
app-outside-text = Своего входа у этой страницы нет: кто вы, говорит Telegram. Откройте там чат с ботом и нажмите «Открыть».
app-no-init-data-title = Откройте меня иначе
app-no-init-data-text = Так Telegram не говорит мне, кто вы. Откройте через кнопку меню бота или кнопку под карточкой.

## Приложение: список каналов

app-channels = Каналы
app-channels-footer = Чтобы добавить канал, пришлите боту ссылку на него. Охват — медиана просмотров поста.
app-row-reach = охват { $reach }
app-empty-title = Каналов пока нет
app-empty-text = Пришлите боту любой открытый канал одним из этих способов, с его именем. Карточка придёт в чат, а канал появится здесь.
app-empty-example-link = t.me/имя
app-empty-example-name = @имя
app-empty-example-command = /stats @имя

## Приложение: чтение истории

app-history-label = Читаю историю
app-history-queued = Читаю историю…
app-history-reading = Читаю историю: { $read } из { $total }
app-history-reading-unknown = Читаю историю: { $read }
app-history-needs-account = Посты пока не читаются: нужен подключённый аккаунт. Подписчики считаются.
app-history-failed = История прочитана не до конца (сообщений: { $read }). Цифры — по прочитанному.

## Приложение: канал

app-period = Период
app-period-7d = 7 дн
app-period-30d = 30 дн
app-period-90d = 90 дн
app-period-365d = Год
app-period-all = Всё
app-period-7d-label = 7 дней
app-period-30d-label = 30 дней
app-period-90d-label = 90 дней
app-period-365d-label = Год
app-period-all-label = Всё прочитанное
app-post-set-window =
    { $postsCount ->
        [one] { $posts } пост за период, старше суток
        [few] { $posts } поста за период, все старше суток
       *[many] { $posts } постов за период, все старше суток
    }
app-post-set-newest =
    { $postsCount ->
        [0] Постов старше суток с просмотрами пока нет
        [one] { $posts } последний пост старше суток: за период их меньше пяти
        [few] { $posts } последних поста старше суток: за период их меньше пяти
       *[many] { $posts } последних постов старше суток: за период их меньше пяти
    }
app-note-growth = { $change } за 7 дней
app-note-growth-since = { $change } с { $date }
app-note-growth-unknown = за 7 дней: пока —
app-note-median = медиана { $median }
app-note-reach-per-subscriber = охват к числу подписчиков
app-note-per-view = { $parts } на просмотр
app-best-post = Лучший пост
app-post-without-text = Пост { $postId }
app-last-10 = Последние 10 постов
app-last-10-footer = Вместе со свежими, которые ещё набирают просмотры.

## Приложение: имена цифр

app-figure-subscribers = Подписчики
app-figure-growth-7-days = Изменение за 7 дней
app-figure-average-reach = Средний охват
app-figure-median-reach = Медиана охвата
app-figure-reach-per-subscriber = ERR
app-figure-engagement-rate = ER
app-figure-views-last-10 = Просмотров всего
app-figure-average-views-last-10 = Просмотров на пост
app-figure-interactions-per-view-last-10 = Взаимодействий на просмотр
app-figure-interactions-per-subscriber-last-10 = Взаимодействий на подписчика
app-part-reactions = реакции
app-part-forwards = пересылки
app-part-comments = комментарии

## Приложение: что стоит за цифрой

app-provenance-made-from = По чему
app-provenance-parts = Что входит
app-provenance-window = Период
app-provenance-coverage = Наблюдали
app-provenance-source = Источник
app-provenance-captured = Прочитано
app-made-from-posts =
    { $nCount ->
        [one] { $n } посту
       *[other] { $n } постам
    }
app-made-from-snapshots =
    { $nCount ->
        [one] { $n } замеру
       *[other] { $n } замерам
    }
app-source-mtproto = Telegram, как его видит любой читатель
app-source-bot_api = Telegram, через бота
app-source-native = Статистика самого Telegram
app-source-imported = Загружено из файла
app-source-mixed = Несколько источников

## Приложение: графики

app-chart-views-by-post = Просмотры по постам
app-chart-empty = За этот период постов нет.
app-chart-label =
    { $postsCount ->
        [one] График просмотров { $posts } поста. То же число — в таблице ниже.
       *[other] График просмотров { $posts } постов. Те же числа — в таблице ниже.
    }
app-series-views = Просмотры
app-series-shared-reposts = ↪ Счётчик оригинала
app-mark-median = Медиана { $value }
app-point =
    { $viewsCount ->
        [one] { $date }, { $time } · { $views } просмотр
        [few] { $date }, { $time } · { $views } просмотра
       *[many] { $date }, { $time } · { $views } просмотров
    }
app-point-repost = { $date }, { $time } · ↪ { $views }, счётчик оригинала
app-show-table = Показать таблицей
app-hide-table = Скрыть таблицу
app-table-post = Пост
app-table-published = Вышел
app-table-views = Просмотры
app-table-more = Показать ещё { $posts }

## Подключение аккаунта

account-consent = Подключение даёт сервису полный доступ к аккаунту. Лучше взять отдельный, включить на нём облачный пароль и назначить администратором канала. Мы читаем только каналы и группы; личные чаты — нет, пока вы сами этого не разрешите. Отключить можно здесь или в Telegram: Настройки → Устройства.
account-qr-hint = Откройте этот экран на компьютере и наведите на код телефон: Telegram → Настройки → Устройства → Подключить устройство. С этого же телефона войти по коду не получится: код нужно снять камерой.

## Что не так и что делать

problem-not-authenticated = Сервис не знает, кто вы. Закройте это окно и откройте снова из бота.
problem-init-data-invalid = Подпись Telegram не подходит к этому сервису. Закройте это окно и откройте снова из бота.
problem-init-data-expired = Окно открыто больше суток назад. Закройте его и откройте снова из бота.
problem-session-expired = Сеанс закончился. Закройте это окно и откройте снова из бота.
problem-not-found = Этот канал показать нельзя: он закрытый, или за ним здесь никто не следит. Пришлите ссылку на него боту.
problem-invalid-request = Сервис не понял вопроса. Закройте окно и откройте снова: возможно, оно устарело.
problem-method-not-allowed = Сервис не понял вопроса. Закройте окно и откройте снова: возможно, оно устарело.
problem-payload-too-large = Вопрос слишком длинный для сервиса.
problem-temporarily-unavailable = Сервис переводит дух. Ничего не потеряно: повторите через минуту.
problem-internal = У нас что-то сломалось. Повторите; если не пройдёт, сообщите администратору номер ниже.
problem-not-allowed = Это может только администратор сервиса.
problem-consent-required = Сначала прочитайте, что значит подключить аккаунт, и согласитесь.
problem-phone-invalid = Telegram не знает такого номера. Напишите его полностью, с кодом страны.
problem-phone-banned = Telegram заблокировал этот номер. Можно подключить другой аккаунт.
problem-code-wrong = Telegram прислал другой код. Проверьте и введите ещё раз.
problem-code-expired = Код устарел. Запросите новый.
problem-password-wrong = Пароль не подошёл. Нужен облачный пароль Telegram: Настройки → Конфиденциальность → Облачный пароль.
problem-sign-up-required = Аккаунта с этим номером ещё нет. Сначала создайте его в Telegram.
problem-account-unusable = Telegram не пускает этот аккаунт. Можно подключить другой.
problem-flow-not-found = Этот вход завершён. Начните заново.
problem-flow-expired = Вход занял больше пяти минут. Начните заново.
problem-out-of-order = Вход ждёт другого шага. Если он не продолжается, начните заново.
problem-flow-busy = Предыдущий шаг ещё выполняется. Подождите секунду.
problem-tries-used-up = Все попытки были неверными. Запросите новый код; если нужен пароль, начните вход заново.
problem-too-many-attempts = Слишком много попыток. С аккаунтом всё в порядке: попробуйте позже.
problem-no-account = Аккаунт ещё не подключён.
problem-account-unavailable = Сейчас аккаунт не на связи. Он вернётся сам: повторите через минуту.
problem-account-lost = Telegram завершил сеанс этого аккаунта. Подключите его снова.
problem-account-frozen = Telegram заморозил этот аккаунт. Он остаётся подключённым, и мы спросим снова; как подать апелляцию, говорит сам Telegram.
problem-account-configured = Этот аккаунт задан в настройках: уберите его из TELEGRAM_SESSION_STRING или TELEGRAM_BOT_TOKEN и перезапустите шлюз, тогда его можно завершить здесь.
problem-chat-not-found = У аккаунта нет такого чата.
problem-sessions-protected = Новому сеансу Telegram даёт завершать другие только через сутки. Пока завершите их сами: Настройки → Устройства.
problem-flood-wait = Telegram просит подождать. Повторите чуть позже.
problem-no-source = Сервису сейчас не достучаться до Telegram. Повторите через минуту.
problem-telegram-trouble = Telegram ответил не так, как нужно. Повторите через минуту.
problem-too-slow = Сервис слишком долго не отвечает. Ничего не потеряно: повторите через минуту.
problem-no-connection = Нет связи с сервисом. Проверьте интернет и повторите.

## Почему цифры нет

reason-not-told-by-telegram = Telegram не сообщает
reason-no-posts = Нет постов старше суток
reason-no-views = Нет просмотров, делить не на что
reason-no-history-yet = Наблюдаем слишком недолго
reason-subscribers-unknown = Нужно число подписчиков

## Формулы словами: их показывает лист за цифрой

formula-subscribers = Подписчики = сколько человек сейчас в канале, по счёту Telegram.
formula-growth-7-days = Изменение = подписчики в конце − подписчики в начале той части семи дней, за которой мы наблюдали.
formula-average-reach = Средний охват = сумма просмотров ÷ число постов. Считаются посты старше суток, без удалённых и без репостов со счётчиком оригинала. Если за период их меньше пяти, берутся 10 последних.
formula-median-reach = Медиана охвата = просмотры поста, который стоит посередине, если выстроить посты по просмотрам. Посты те же, что в среднем охвате.
formula-reach-per-subscriber = ERR = средний охват ÷ подписчики сейчас.
formula-engagement-rate = ER = все взаимодействия ÷ все просмотры тех же постов, что в среднем охвате. Что входит во взаимодействия, написано ниже; платные реакции — нет.
formula-views-last-10-posts = Сумма просмотров 10 последних постов, даже самых свежих.
formula-avg-views-per-post = Сумма просмотров ÷ число постов, по 10 последним, даже самым свежим.
formula-interactions-per-view-last-10 = Все взаимодействия ÷ все просмотры 10 последних постов, даже самых свежих.
formula-interactions-per-subscriber-last-10 = Все взаимодействия 10 последних постов, даже самых свежих, ÷ подписчики сейчас.
formula-mean-reach-at-age = Сумма просмотров через столько часов после публикации ÷ число постов. Считаются посты периода, которым уже столько часов, и удалённые позже, кроме репостов со счётчиком оригинала.
formula-median-reach-at-age = Просмотры среднего по порядку поста через столько часов после публикации. Считаются посты периода, которым уже столько часов, и удалённые позже, кроме репостов со счётчиком оригинала.
formula-view-rate = Медиана отношения просмотров к подписчикам на момент публикации: те же посты, что в среднем охвате, если подписчики тогда известны.
app-worked-average = { $sum } ÷ { $n } = { $result }
app-worked-ratio = { $dividend } ÷ { $divisor } = { $result }

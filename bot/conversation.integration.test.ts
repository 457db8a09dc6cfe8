import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { AConversation, APerson } from './a-conversation.ts';
import { aChannelConversation, cardEn, collected, forget } from './channels/a-channel-conversation.ts';

const english: APerson = { id: 501, languageCode: 'en' };
const russian: APerson = { id: 502, languageCode: 'ru' };
const operator: APerson = { id: 900, languageCode: 'en' };
let talk: AConversation;

beforeAll(async () => {
  talk = await aChannelConversation({ adminIds: [String(operator.id)] });
});

beforeEach(() => forget(talk));

afterAll(() => talk.stop());

describe('other words', () => {
  it('/start introduces the bot and opens the Mini App', async () => {
    await talk.say(english, '/start');
    await talk.say(russian, '/start');
    const texts = await talk.answers(2);
    expect(texts.toSorted()).toEqual([
      'I measure Telegram channels: reach, engagement, subscribers who come and go. Under every figure stands its formula.\n\nSend me a link to a public channel, <code>t.me/name</code> for example, and in a few seconds you have its card.',
      'Я считаю Telegram-каналы: охват, вовлечённость, приход и уход подписчиков. Под каждой цифрой — формула.\n\nПришлите ссылку на открытый канал, например <code>t.me/имя</code>, и через несколько секунд будет карточка.',
    ]);
    expect(talk.botApi.callsOf('sendMessage').map(({ payload }) => payload.reply_markup)).toContainEqual({
      inline_keyboard: [[{ text: 'Open the app', web_app: { url: 'https://pulse.example' } }]],
    });
    const web_app = { url: 'https://pulse.example' };
    await expect
      .poll(() => talk.botApi.callsOf('setChatMenuButton').map(({ payload }) => payload))
      .toEqual(
        expect.arrayContaining([
          { chat_id: english.id, menu_button: { type: 'web_app', text: 'Open', web_app } },
          { chat_id: russian.id, menu_button: { type: 'web_app', text: 'Открыть', web_app } },
        ]),
      );
  });

  it('/start greets once when the menu button cannot be named', async () => {
    talk.botApi.refuseNext('setChatMenuButton', { error_code: 400, description: 'Bad Request: no' });
    await talk.say(english, '/start');
    await talk.say(english, '/help');
    expect(await talk.answers(2)).toHaveLength(2);
  });

  it('/start with a channel shows its card', async () => {
    await collected(talk, 'complete');
    await talk.say(english, '/start c1900000042');
    expect(await talk.answers()).toEqual([cardEn]);
  });

  it('/status lists the channels one follows and how fresh they are', async () => {
    await talk.say(russian, '/status');
    expect(await talk.answers()).toEqual([
      'Вы пока не следите ни за одним каналом. Пришлите ссылку, например <code>t.me/имя</code>.',
    ]);
    await collected(talk, 'complete');
    await talk.say(russian, '@northern_lights');
    await talk.answers(2);
    await talk.say(russian, '/status');
    expect((await talk.answers(3))[2]).toBe('Ваши каналы:\n@northern_lights — обновлено 5~мин назад');
  });

  it('/status tells an administrator how the service is', async () => {
    await talk.say(operator, '/status');
    expect((await talk.answers())[0]?.replace(/\d+ ms/, 'N ms')).toBe(
      [
        '✅ Bot: webhook, 0 pending, last error none',
        '✅ Database: N ms',
        '✅ MTProto: enabled · available · connected',
        '',
        "You don't follow any channel yet. Send a link, <code>t.me/name</code> for example.",
      ].join('\n'),
    );
  });

  it.each([
    ['/nonsense', {}, "I don't know this command. /help lists what I can do."],
    [
      '',
      { text: undefined, sticker: { file_id: 'x' } },
      'I read text only. Send a link to a channel (<code>t.me/name</code>) or forward a post to me.',
    ],
  ])('has a sentence for what it cannot do (%#)', async (text, fields, answer) => {
    await talk.say(english, text, fields);
    expect(await talk.answers()).toEqual([answer]);
  });

  it('/help names every command', async () => {
    await talk.say(english, '/help');
    const [help] = await talk.answers();
    for (const command of ['/stats', '/status', '/help']) expect(help).toContain(command);
  });

  it('stays silent in groups unless it is asked', async () => {
    const chat = { id: -1000000000077, type: 'supergroup', title: 'Team' };
    await talk.say(english, 'see @northern_lights', { chat });
    await talk.say(operator, '/status', { chat });
    await talk.say(english, '/help');
    expect(await talk.answers()).toHaveLength(1);
    expect(talk.resolved).toEqual([]);
  });
});

describe('delivery', () => {
  it('answers an update once, however often it is delivered', async () => {
    const update = {
      update_id: 900_000_001,
      message: {
        message_id: 1,
        date: 1,
        chat: { id: english.id, type: 'private', first_name: 'Ann' },
        from: { id: english.id, is_bot: false, first_name: 'Ann', language_code: 'en' },
        text: '/help',
        entities: [{ type: 'bot_command', offset: 0, length: 5 }],
      },
    };
    expect(await Promise.all([talk.deliver(update), talk.deliver(update), talk.deliver(update)])).toEqual([
      200, 200, 200,
    ]);
    await talk.say(english, '/nonsense');
    expect(await talk.answers(2)).toHaveLength(2);
  });

  it('does not try again when the person has blocked the bot', async () => {
    talk.botApi.refuseNext('sendMessage', {
      error_code: 403,
      description: 'Forbidden: bot was blocked by the user',
    });
    await talk.say(english, '/help');
    await expect
      .poll(() =>
        talk.database.query("SELECT error FROM updates_inbox WHERE state = 'done' AND error IS NOT NULL", []),
      )
      .toEqual([{ error: 'Forbidden: bot was blocked by the user' }]);
    expect(talk.botApi.callsOf('sendMessage')).toHaveLength(1);
  });

  it('waits as long as Telegram asks and then answers', async () => {
    talk.botApi.refuseNext('sendMessage', {
      error_code: 429,
      description: 'Too Many Requests: retry after 1',
      parameters: { retry_after: 1 },
    });
    const asked = performance.now();
    await talk.say(english, '/help');
    await talk.answers(2);
    expect(performance.now() - asked).toBeGreaterThanOrEqual(1_000);
  });
});

describe('the start of the process', () => {
  it('keeps what people say while the Bot API refuses, and answers when it is back', async () => {
    talk.botApi.refuseNext('getMe', { error_code: 404, description: 'Not Found' });
    await talk.restart();
    await expect.poll(() => talk.botApi.callsOf('getMe').length).toBe(1);
    expect(await talk.say(english, '/help')).toBe(200);
    expect(talk.botApi.callsOf('sendMessage')).toEqual([]);
    expect(await talk.answers()).toHaveLength(1);
  });

  it('sets the commands in both languages and the menu button', async () => {
    await talk.restart();
    await expect.poll(() => talk.botApi.callsOf('setChatMenuButton').length).toBe(1);
    expect(talk.botApi.callsOf('setMyCommands').map(({ payload }) => payload)).toEqual([
      {
        commands: [
          { command: 'stats', description: 'Card of a channel: /stats @name' },
          { command: 'status', description: 'How fresh your channels are' },
          { command: 'help', description: 'What I can do' },
        ],
      },
      {
        commands: [
          { command: 'stats', description: 'Карточка канала: /stats @имя' },
          { command: 'status', description: 'Насколько свежи ваши каналы' },
          { command: 'help', description: 'Что я умею' },
        ],
        language_code: 'ru',
      },
    ]);
    expect(talk.botApi.callsOf('setChatMenuButton')[0]?.payload).toEqual({
      menu_button: { type: 'web_app', text: 'Open', web_app: { url: 'https://pulse.example' } },
    });
  });
});

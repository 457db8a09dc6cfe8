import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { AConversation, APerson } from '../a-conversation.ts';
import {
  aChannelConversation,
  cardEn,
  cardRu,
  channelId,
  collected,
  forget,
} from './a-channel-conversation.ts';

const english: APerson = { id: 501, languageCode: 'en' };
const russian: APerson = { id: 502, languageCode: 'ru' };
let talk: AConversation;

beforeAll(async () => {
  talk = await aChannelConversation();
  talk.names.set('some_person', { kind: 'not-a-channel', what: 'user' });
  talk.names.set('some_robot', { kind: 'not-a-channel', what: 'bot' });
  talk.names.set('some_group', { kind: 'not-a-channel', what: 'group' });
  talk.names.set('patience', { kind: 'wait', until: new Date(Date.now() + 1000).toISOString() });
  talk.names.set('nobody_home', { kind: 'no-source' });
});

beforeEach(() => forget(talk));

afterAll(() => talk.stop());

describe('/stats', () => {
  it.each([
    [english, '/stats @northern_lights', cardEn],
    [russian, '/stats northern_lights', cardRu],
    [english, 'look: https://t.me/northern_lights/123', cardEn],
    [russian, '@Northern_Lights', cardRu],
  ])('answers with the card (%#)', async (person, text, card) => {
    await collected(talk, 'complete');
    expect(await talk.say(person, text)).toBe(200);
    expect(await talk.answers()).toEqual([card]);
    expect(talk.botApi.callsOf('sendMessage')[0]?.payload).toMatchObject({
      chat_id: person.id,
      parse_mode: 'HTML',
      link_preview_options: { is_disabled: true },
      reply_markup: {
        inline_keyboard: [
          [
            { text: person === english ? 'Refresh' : 'Обновить', callback_data: 'refresh:1900000042' },
            {
              text: person === english ? 'Open dashboard' : 'Открыть графики',
              web_app: { url: 'https://pulse.example/?startapp=c1900000042' },
            },
          ],
        ],
      },
    });
    expect(await talk.database.query('SELECT viewer_id, channel_id FROM tracked_channels', [])).toEqual([
      { viewer_id: String(person.id), channel_id: channelId },
    ]);
  });

  it('takes one name at a time and says so', async () => {
    await collected(talk, 'complete');
    await talk.say(english, '/stats @northern_lights @some_person, t.me/nothing_here');
    expect(await talk.answers(2)).toEqual([
      cardEn,
      'I take one name at a time: this was @northern_lights. Send the others one by one.',
    ]);
    expect(talk.resolved).not.toContain('some_person');
    await talk.say(russian, '/stats @northern_lights, @northern_lights!');
    expect((await talk.answers(3))[2]).toEqual(cardRu);
  });

  it('links to the Mini App by t.me in a group, where web_app buttons do not work', async () => {
    await collected(talk, 'complete');
    await talk.say(english, '/stats@pulse_bot @northern_lights', {
      chat: { id: -1000000000077, type: 'supergroup', title: 'Team' },
    });
    expect(await talk.answers()).toEqual([cardEn]);
    expect(JSON.stringify(talk.botApi.callsOf('sendMessage')[0]?.payload.reply_markup)).toContain(
      '"url":"https://t.me/pulse_bot?startapp=c1900000042"',
    );
  });

  it('understands a post forwarded from the channel', async () => {
    await collected(talk, 'complete');
    const chat = { id: -1001900000042, type: 'channel', title: 'N', username: 'northern_lights' };
    await talk.say(english, 'whatever it says', {
      forward_origin: { type: 'channel', date: 1, message_id: 9, chat },
    });
    expect(await talk.answers()).toEqual([cardEn]);
  });

  it.each([
    [
      '@nothing_here',
      'There is no channel @nothing_here. Check the name: it must be the one in the link t.me/…',
      'Канала @nothing_here нет. Проверьте имя: оно должно совпадать с тем, что в ссылке t.me/…',
    ],
    [
      '@some_person',
      '@some_person is not a channel but a person. Send me a link to a channel.',
      '@some_person — не канал, а человек. Пришлите ссылку на канал.',
    ],
    [
      '@some_robot',
      '@some_robot is not a channel but a bot. Send me a link to a channel.',
      '@some_robot — не канал, а бот. Пришлите ссылку на канал.',
    ],
    [
      '@some_group',
      '@some_group is not a channel but a group. Send me a link to a channel.',
      '@some_group — не канал, а группа. Пришлите ссылку на канал.',
    ],
    [
      't.me/+AbCdEf123',
      "I can't see this channel: it is private. Add me as an administrator, or connect an account that is a member.",
      'Не вижу этот канал: он закрытый. Добавьте меня администратором или подключите аккаунт, который в нём состоит.',
    ],
    [
      '<b>, what?',
      'I did not understand. Send a link to a channel (<code>t.me/name</code>) or to a post (<code>t.me/name/123</code>), or forward a post here.',
      'Не понял. Пришлите ссылку на канал (<code>t.me/имя</code>) или на пост (<code>t.me/имя/123</code>) либо перешлите сюда пост.',
    ],
    [
      '@nobody_home',
      "I can't look at channels right now: Telegram does not answer me. Try again later.",
      'Пока не могу смотреть каналы: Telegram мне не отвечает. Попробуйте позже.',
    ],
  ])('answers %s with its own sentence and stores nothing', async (name, en, ru) => {
    await talk.say(english, `/stats ${name}`);
    await talk.say(russian, name);
    expect((await talk.answers(2)).toSorted()).toEqual([en, ru].toSorted());
    for (const table of ['tracked_channels', 'channel_schedule', 'progress_messages'])
      expect(await talk.database.query(`SELECT 1 FROM ${table}`, []), table).toEqual([]);
  });

  it('says until when Telegram asks to wait', async () => {
    await talk.say(english, '/stats @patience');
    expect((await talk.answers())[0]).toMatch(/^Telegram asks me to wait\. Try again at .*\d\d:\d\d UTC\.$/);
  });

  it('asks which channel when none is named, and asks nobody else', async () => {
    await talk.say(english, '/stats');
    expect(await talk.answers()).toEqual([
      'Which channel? Send /stats and a link or a name, like this: <code>/stats t.me/name</code>',
    ]);
    expect(talk.resolved).toEqual([]);
  });
});

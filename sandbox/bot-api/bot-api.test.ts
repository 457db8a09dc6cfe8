import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { people } from '#sandbox/world/people.ts';
import { type BotApiUnderTest, startBotApi } from './bot-api.test-client.ts';
import type { BotMessage } from './bot-objects.ts';

const owner = people.owner.id;
const chat = { chat_id: Number(owner) };
let under: BotApiUnderTest;

beforeAll(async () => {
  under = await startBotApi();
  under.api.people.start(owner);
});
afterAll(() => under.close());

async function send(parameters: Record<string, unknown>): Promise<BotMessage> {
  const answer = await under.call('sendMessage', { ...chat, ...parameters });
  expect(answer).toMatchObject({ ok: true });
  return answer.result as BotMessage;
}

describe('the envelope', () => {
  it('refuses another token and an unknown method', async () => {
    const wrong = await fetch(`${under.api.root}/bot123:abc/getMe`);
    expect([wrong.status, await wrong.json()]).toEqual([
      401,
      { ok: false, error_code: 401, description: 'Unauthorized' },
    ]);
    expect(await under.call('makeCoffee')).toEqual({
      ok: false,
      error_code: 404,
      description: 'Not Found: method not found',
    });
  });

  it('takes GET, forms, multipart and JSON alike, in any case of the method name, and ignores unknown parameters', async () => {
    const address = `${under.api.root}/bot${under.token}`;
    const form = new FormData();
    form.set('chat_id', owner);
    form.set('text', 'multipart');
    const calls = [
      fetch(`${address}/SENDMESSAGE?chat_id=${owner}&text=query&nonsense=1`),
      fetch(`${address}/sendMessage`, {
        method: 'POST',
        body: new URLSearchParams({ chat_id: owner, text: 'form' }),
      }),
      fetch(`${address}/sendMessage`, { method: 'POST', body: form }),
    ];
    const texts = await Promise.all(
      calls.map(async (call) => ((await (await call).json()) as { result: BotMessage }).result.text),
    );
    expect(texts).toEqual(['query', 'form', 'multipart']);
  });

  it('says so when a JSON body is broken', async () => {
    const response = await fetch(`${under.api.root}/bot${under.token}/getMe`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"a":',
    });
    expect(await response.json()).toMatchObject({
      error_code: 400,
      description: "Bad Request: can't parse JSON object",
    });
  });
});

describe('sending', () => {
  it('answers with the message, its entities and its keyboard', async () => {
    const message = await send({
      text: '  <b>Hi</b> /help ',
      parse_mode: 'HTML',
      reply_markup: { inline_keyboard: [[{ text: 'Go', callback_data: 'go' }]] },
    });
    expect(message).toMatchObject({
      chat: { id: Number(owner), type: 'private' },
      from: { id: Number(under.bot.id), is_bot: true },
      text: 'Hi /help',
      entities: [
        { type: 'bold', offset: 0, length: 2 },
        { type: 'bot_command', offset: 3, length: 5 },
      ],
      reply_markup: { inline_keyboard: [[{ text: 'Go', callback_data: 'go' }]] },
    });
    expect(message.message_id).toBeGreaterThan(0);
  });

  it.each<[string, Record<string, unknown>, string]>([
    ['no chat', { chat_id: '', text: 'x' }, 'chat_id is empty'],
    ['somebody who never wrote', { chat_id: Number(people.stranger.id), text: 'x' }, 'chat not found'],
    ['an unknown name', { chat_id: '@nobody_at_all', text: 'x' }, 'chat not found'],
    ['no text', { text: '  \n ' }, 'message text is empty'],
    ['only tags', { text: '<b> </b>', parse_mode: 'HTML' }, 'message text is empty'],
    ['4097 characters', { text: 'x'.repeat(4_097) }, 'message is too long'],
    ['an unknown parse mode', { text: 'x', parse_mode: 'BBCode' }, 'unsupported parse_mode'],
    [
      'broken HTML',
      { text: '<b>x', parse_mode: 'HTML' },
      'can\'t parse entities: Can\'t find end tag corresponding to start tag "b"',
    ],
    [
      'an answer to nothing',
      { text: 'x', reply_parameters: { message_id: 999_999 } },
      'message to be replied not found',
    ],
    [
      'a keyboard that is no JSON',
      { text: 'x', reply_markup: '{' },
      "can't parse reply keyboard markup JSON object",
    ],
    ['a keyboard that is no object', { text: 'x', reply_markup: '[]' }, 'object expected as reply markup'],
    [
      '65 bytes of callback data',
      {
        text: 'x',
        reply_markup: { inline_keyboard: [[{ text: 'a', callback_data: `${'я'.repeat(32)}x` }]] },
      },
      'BUTTON_DATA_INVALID',
    ],
    [
      'a button that does nothing',
      { text: 'x', reply_markup: { inline_keyboard: [[{ text: 'a' }]] } },
      "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
    ],
    [
      'a Mini App over http that is not on this machine',
      {
        text: 'x',
        reply_markup: { inline_keyboard: [[{ text: 'a', web_app: { url: 'http://example.com/' } }]] },
      },
      "inline keyboard button Web App URL 'http://example.com/' is invalid: Only HTTPS links are allowed",
    ],
  ])('refuses %s', async (_, parameters, why) => {
    expect(await under.call('sendMessage', { ...chat, ...parameters })).toEqual({
      ok: false,
      error_code: 400,
      description: `Bad Request: ${why}`,
    });
  });

  it('accepts exactly 64 bytes of callback data and 4096 characters', async () => {
    const keyboard = { inline_keyboard: [[{ text: 'a', callback_data: 'я'.repeat(32) }]] };
    await send({ text: 'x'.repeat(4_096), reply_markup: keyboard });
  });

  it('is forbidden once the person has blocked the bot', async () => {
    const { viewer } = people;
    under.api.people.start(viewer.id);
    under.api.people.setBlocked(viewer.id, true);
    expect(await under.call('sendMessage', { chat_id: Number(viewer.id), text: 'x' })).toEqual({
      ok: false,
      error_code: 403,
      description: 'Forbidden: bot was blocked by the user',
    });
  });

  it('answers 429 with the seconds to wait after a burst, when limits are on', async () => {
    const { editor } = people;
    under.api.people.start(editor.id);
    under.api.context.limits.isOn = true;
    const answers = [];
    for (let i = 0; i < 8; i++)
      answers.push(await under.call('sendMessage', { chat_id: Number(editor.id), text: 'x' }));
    under.api.context.limits.isOn = false;
    expect(answers[0]?.ok).toBe(true);
    expect(answers.at(-1)).toEqual({
      ok: false,
      error_code: 429,
      description: 'Too Many Requests: retry after 1',
      parameters: { retry_after: 1 },
    });
  });
});

describe('editing and deleting', () => {
  const keyboard = { inline_keyboard: [[{ text: 'a', callback_data: 'a' }]] };

  it('changes text and keyboard in place, and drops a keyboard that is not sent again', async () => {
    const { message_id } = await send({ text: 'one', reply_markup: keyboard });
    const { result } = await under.call('editMessageText', { ...chat, message_id, text: 'two' });
    expect(result).toMatchObject({ message_id, text: 'two' });
    expect(result).toHaveProperty('edit_date');
    expect(result).not.toHaveProperty('reply_markup');
    const again = await under.call('editMessageReplyMarkup', { ...chat, message_id, reply_markup: keyboard });
    expect(again.result).toMatchObject({ text: 'two', reply_markup: keyboard });
  });

  it('refuses what would change nothing', async () => {
    const { message_id } = await send({ text: 'same', reply_markup: keyboard });
    const why =
      'specified new message content and reply markup are exactly the same as a current content and reply markup of the message';
    const same = { ...chat, message_id, text: 'same', reply_markup: keyboard };
    expect((await under.call('editMessageText', same)).description).toBe(
      `Bad Request: message is not modified: ${why}`,
    );
  });

  it('refuses messages that are missing or not its own', async () => {
    const theirs = under.api.people.send(owner, 'mine');
    const edit = (message_id: number) => under.call('editMessageText', { ...chat, message_id, text: 'x' });
    expect((await edit(999_999)).description).toBe('Bad Request: message to edit not found');
    expect((await edit(theirs.message_id)).description).toBe("Bad Request: message can't be edited");
    expect((await edit(0)).description).toBe('Bad Request: message identifier is not specified');
  });

  it('deletes once', async () => {
    const { message_id } = await send({ text: 'x' });
    expect((await under.call('deleteMessage', { ...chat, message_id })).result).toBe(true);
    expect((await under.call('deleteMessage', { ...chat, message_id })).description).toBe(
      'Bad Request: message to delete not found',
    );
  });
});

it('keeps messages, ids, updates and settings over a restart', async () => {
  const before = await send({ text: 'before the restart' });
  const update = under.api.people.send(owner, 'unread');
  await under.restart();
  expect(under.api.context.book.messages(owner).at(-2)).toEqual(before);
  const after = await send({ text: 'after the restart' });
  expect(after.message_id).toBeGreaterThan(update.message_id);
  const { result } = await under.call('getUpdates', { offset: -1 });
  expect(result).toMatchObject([{ message: { text: 'unread' } }]);
});

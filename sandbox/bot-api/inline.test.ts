import { afterEach, beforeEach, expect, it } from 'vitest';
import { people } from '#sandbox/world/people.ts';
import { type BotApiUnderTest, startBotApi } from './bot-api.test-client.ts';
import { inlineFeedback } from './people-inline.ts';

const { owner, viewer } = people;
let under: BotApiUnderTest;

beforeEach(async () => {
  under = await startBotApi();
});
afterEach(() => under.close());

/** The newest update that waits for the bot, and forgets all of them. */
async function takeUpdate(): Promise<Record<string, Record<string, unknown>>> {
  const { result } = await under.call('getUpdates', { offset: -1 });
  under.api.context.updates.clear();
  return (result as Record<string, Record<string, unknown>>[])[0] ?? {};
}

const article = (id: string, more: object = {}) => ({
  type: 'article',
  id,
  title: `Title ${id}`,
  input_message_content: { message_text: `<b>${id}</b>`, parse_mode: 'HTML' },
  ...more,
});

async function ask(query: string, results: object[], more: object = {}) {
  const asked = under.api.inlinePeople.ask(owner, query);
  const { inline_query } = await takeUpdate();
  const answer = await under.call('answerInlineQuery', {
    inline_query_id: inline_query?.id,
    results,
    ...more,
  });
  return { inline_query, answer, asked };
}

it('asks the bot, lists its results and sends the chosen one as a message of the person', async () => {
  const keyboard = { inline_keyboard: [[{ text: 'Go', callback_data: 'go' }]] };
  const { inline_query, answer, asked } = await ask('cats', [
    article('a'),
    article('b', { reply_markup: keyboard }),
  ]);
  expect(inline_query).toMatchObject({
    from: { id: Number(owner.id) },
    query: 'cats',
    offset: '',
    chat_type: 'sender',
  });
  expect(answer).toEqual({ ok: true, result: true });
  const found = await asked;
  expect(found.answer?.results.map(({ id, title }) => [id, title])).toEqual([
    ['a', 'Title a'],
    ['b', 'Title b'],
  ]);
  under.api.context.store.saveSetting(inlineFeedback, true);
  const message = under.api.inlinePeople.choose(owner, found.queryId, 'b');
  expect(message).toMatchObject({
    text: 'b',
    entities: [{ type: 'bold' }],
    via_bot: { id: Number(under.bot.id) },
  });
  const { chosen_inline_result } = await takeUpdate();
  expect(chosen_inline_result).toMatchObject({
    result_id: 'b',
    query: 'cats',
    from: { id: Number(owner.id) },
  });
  const inline_message_id = chosen_inline_result?.inline_message_id;
  const edit = await under.call('editMessageText', { inline_message_id, text: 'changed' });
  expect(edit).toEqual({ ok: true, result: true });
  expect(under.api.context.book.messages(owner.id).at(-1)?.text).toBe('changed');
});

it('tells of presses in such a message by its inline id, and of choices only where feedback is on', async () => {
  const keyboard = { inline_keyboard: [[{ text: 'Go', callback_data: 'go' }]] };
  const { asked } = await ask('x', [article('a', { reply_markup: keyboard })]);
  const { queryId } = await asked;
  const { message_id } = under.api.inlinePeople.choose(owner, queryId, 'a');
  expect(await takeUpdate()).toHaveProperty('message.via_bot');
  void under.api.people.press(owner.id, message_id, 'go');
  const { callback_query } = await takeUpdate();
  expect(callback_query).toMatchObject({ data: 'go', inline_message_id: expect.any(String) });
  expect(callback_query).not.toHaveProperty('message');
});

it('answers from its cache, for everybody or for one person', async () => {
  await (await ask('shared', [article('a')])).asked;
  const again = await under.api.inlinePeople.ask(viewer, 'shared');
  expect(again.answer?.results).toHaveLength(1);
  expect(await takeUpdate()).toEqual({});
  await (await ask('mine', [article('a')], { is_personal: true })).asked;
  void under.api.inlinePeople.ask(viewer, 'mine');
  expect(await takeUpdate()).toHaveProperty('inline_query.query', 'mine');
  await (await ask('fresh', [article('a')], { cache_time: 0 })).asked;
  void under.api.inlinePeople.ask(viewer, 'fresh');
  expect(await takeUpdate()).toHaveProperty('inline_query.query', 'fresh');
});

it('lets everybody choose from cached results, each under a query of their own', async () => {
  const first = await (await ask('shared', [article('a')])).asked;
  const second = await under.api.inlinePeople.ask(viewer, 'shared');
  const again = await under.api.inlinePeople.ask(owner, 'shared');
  expect(new Set([first.queryId, second.queryId, again.queryId]).size).toBe(3);
  for (const [person, queryId] of [
    [viewer, second.queryId],
    [owner, first.queryId],
    [owner, again.queryId],
  ] as const) {
    const message = under.api.inlinePeople.choose(person, queryId, 'a');
    expect(message).toMatchObject({ text: 'a', from: { id: Number(person.id) } });
  }
  expect(() => under.api.inlinePeople.choose(owner, second.queryId, 'a')).toThrow('no longer there');
});

it.each<[string, object[], object, string]>([
  [
    '51 results',
    Array.from({ length: 51 }, (_, i) => article(`${i}`)),
    {},
    'too many inline query results specified',
  ],
  ['the same id twice', [article('a'), article('a')], {}, 'RESULT_ID_DUPLICATE'],
  ['no id', [article('', { input_message_content: { message_text: 'x' } })], {}, 'RESULT_ID_INVALID'],
  ['an id of 65 bytes', [article('x'.repeat(65))], {}, 'RESULT_ID_INVALID'],
  ['an article without a title', [article('a', { title: '' })], {}, 'ARTICLE_TITLE_EMPTY'],
  [
    'an empty text',
    [article('a', { input_message_content: { message_text: ' ' } })],
    {},
    'message text is empty',
  ],
  ['65 bytes of offset', [], { next_offset: 'x'.repeat(65) }, 'NEXT_OFFSET_INVALID'],
  [
    'a button with a bad parameter',
    [],
    { button: { text: 'x', start_parameter: 'a b' } },
    'unallowed characters in start_parameter are used',
  ],
])('refuses %s', async (_, results, more, why) => {
  const { answer } = await ask('x', results, more);
  expect(answer).toEqual({ ok: false, error_code: 400, description: `Bad Request: ${why}` });
});

it('takes one answer, and none for a query it does not know', async () => {
  const { inline_query } = await ask('x', []);
  const why = 'Bad Request: query is too old and response timeout expired or query ID is invalid';
  for (const inline_query_id of [inline_query?.id, '1'])
    expect((await under.call('answerInlineQuery', { inline_query_id, results: [] })).description).toBe(why);
});

it('keeps a prepared message for its person, who sends it where the bot allows', async () => {
  const channel = under.world.channels().find(({ creatorId }) => creatorId === owner.id);
  const prepare = async (more: object) => {
    const given = { user_id: Number(owner.id), result: article('p'), ...more };
    return (await under.call('savePreparedInlineMessage', given)).result as {
      id: string;
      expiration_date: number;
    };
  };
  const { id, expiration_date } = await prepare({ allow_channel_chats: true });
  expect(expiration_date).toBeGreaterThan(Date.now() / 1_000 + 3_600);
  expect(() => under.api.inlinePeople.prepared(viewer, id)).toThrow('no longer there');
  expect(() => under.api.inlinePeople.sendPrepared(owner, id, { kind: 'bot' })).toThrow('does not offer');
  under.api.inlinePeople.sendPrepared(owner, id, { kind: 'channel', channelId: channel?.id ?? '' });
  const page = { offsetId: 0, offsetDate: 0, addOffset: 0, limit: 1, minId: 0, maxId: 0 };
  expect(under.world.history(channel?.id ?? '', page).messages).toMatchObject([{ text: 'p' }]);
  const toBot = await prepare({ allow_bot_chats: true });
  under.api.inlinePeople.sendPrepared(owner, toBot.id, { kind: 'bot' });
  expect(under.api.context.book.messages(owner.id).at(-1)).toMatchObject({ text: 'p', via_bot: {} });
});

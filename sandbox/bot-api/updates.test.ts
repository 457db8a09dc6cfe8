import { afterEach, beforeEach, expect, it } from 'vitest';
import { people } from '#sandbox/world/people.ts';
import { type BotApiUnderTest, startBotApi } from './bot-api.test-client.ts';
import { setBotAdministrator } from './channel-updates.ts';

const owner = people.owner.id;
let under: BotApiUnderTest;

beforeEach(async () => {
  under = await startBotApi();
});
afterEach(() => under.close());

interface Update {
  update_id: number;
  [kind: string]: unknown;
}

async function poll(parameters: Record<string, unknown> = {}): Promise<Update[]> {
  const answer = await under.call('getUpdates', parameters);
  expect(answer).toMatchObject({ ok: true });
  return answer.result as Update[];
}

it('hands updates out in ascending order until they are confirmed', async () => {
  for (const text of ['one', 'two', 'three']) under.api.people.send(owner, text);
  const first = await poll();
  expect(first.map((update) => update.message)).toMatchObject([
    { text: 'one' },
    { text: 'two' },
    { text: 'three' },
  ]);
  const ids = first.map(({ update_id }) => update_id);
  expect(ids).toEqual([...ids].sort((a, b) => a - b));
  expect(await poll({ limit: 1 })).toHaveLength(1);
  const rest = await poll({ offset: (ids[1] ?? 0) + 1 });
  expect(rest).toMatchObject([{ message: { text: 'three' } }]);
  expect(await poll({ offset: (ids[2] ?? 0) + 1 })).toEqual([]);
});

it('waits for the next update as long as it was asked to, and not longer', async () => {
  const begun = performance.now();
  const waiting = poll({ timeout: 20 });
  setTimeout(() => under.api.people.send(owner, 'there'), 80);
  expect(await waiting).toMatchObject([{ message: { text: 'there' } }]);
  expect(performance.now() - begun).toBeLessThan(5_000);
});

it('ends the poll that waits when another one begins, and refuses polling beside a webhook', async () => {
  const first = under.call('getUpdates', { timeout: 20 });
  await new Promise((resolve) => setTimeout(resolve, 50));
  const second = under.call('getUpdates', { timeout: 0 });
  expect((await first).description).toMatch(/^Conflict: terminated by other getUpdates request/);
  expect((await second).ok).toBe(true);
  await under.call('setWebhook', { url: 'http://127.0.0.1:1/' });
  expect(await under.call('getUpdates')).toMatchObject({ error_code: 409 });
});

it('leaves out what the bot did not ask for and remembers the choice', async () => {
  await poll({ allowed_updates: ['callback_query'] });
  under.api.people.send(owner, 'ignored');
  expect(await poll()).toEqual([]);
  await poll({ allowed_updates: [] });
  under.api.people.send(owner, 'wanted');
  expect(await poll()).toMatchObject([{ message: { text: 'wanted' } }]);
});

it('brings a pressed button to the bot and the answer back to the person, once', async () => {
  under.api.people.start(owner);
  const keyboard = { inline_keyboard: [[{ text: 'Go', callback_data: 'go:1' }]] };
  const sent = await under.call('sendMessage', { chat_id: Number(owner), text: 'x', reply_markup: keyboard });
  const { message_id } = sent.result as { message_id: number };
  const pressed = under.api.people.press(owner, message_id, 'go:1');
  const query = (await poll()).find((update) => 'callback_query' in update)?.callback_query as {
    id: string;
    data: string;
  };
  expect(query).toMatchObject({ data: 'go:1', from: { id: Number(owner) }, message: { message_id } });
  const answer = { callback_query_id: query.id, text: 'Done', show_alert: true };
  expect((await under.call('answerCallbackQuery', answer)).result).toBe(true);
  expect((await pressed).answer).toEqual({ text: 'Done', isAlert: true, url: null });
  expect((await under.call('answerCallbackQuery', answer)).description).toBe(
    'Bad Request: query is too old and response timeout expired or query ID is invalid',
  );
  expect(() => under.api.people.press(owner, message_id, 'other')).toThrowError('no such button');
});

it('tells the bot that it was made an administrator, then of every post, also after a restart', async () => {
  const channel = under.world.channels().find((one) => one.creatorId === owner);
  if (channel === undefined) throw new Error('the demo world has no channel of the owner');
  setBotAdministrator(under.api.context, channel, owner, true);
  expect(await poll()).toMatchObject([
    { my_chat_member: { chat: { type: 'channel' }, new_chat_member: { status: 'administrator' } } },
  ]);
  channel.adminIds.delete(under.bot.id);
  await under.restart();
  expect(channel.adminIds.has(under.bot.id)).toBe(true);
  const postId = under.world.post(channel.id, { text: 'fresh' });
  const posts = (await poll()).map((update) => update.channel_post).filter(Boolean);
  expect(posts).toMatchObject([
    { message_id: postId, text: 'fresh', chat: { id: Number(`-100${channel.id}`) } },
  ]);
});

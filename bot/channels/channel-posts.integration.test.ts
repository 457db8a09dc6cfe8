import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { toMarkedId } from '#server/ids.ts';
import type { AConversation } from '../a-conversation.ts';
import { aChannelConversation, channelId, collected, forget } from './a-channel-conversation.ts';

let talk: AConversation;

beforeAll(async () => {
  talk = await aChannelConversation();
  await talk.database.query(
    `INSERT INTO accounts (account_id, kind, heartbeat_at, created_at)
     VALUES (3, 'bot', clock_timestamp() + interval '1 hour', clock_timestamp())`,
    [],
  );
});
beforeEach(async () => {
  await forget(talk);
  await talk.database.query('TRUNCATE graphile_worker._private_jobs, channel_access', []);
});
afterAll(() => talk.stop());

let updateId = 90_000;

/** Telegram tells the bot of a new post in this chat. */
function publish(chatId: number, type: string): Promise<number> {
  updateId += 1;
  const chat = { id: chatId, type, title: 'Northern Lights' };
  return talk.deliver({ update_id: updateId, channel_post: { message_id: 7, date: 1, chat, text: 'news' } });
}

const isHandled = async (): Promise<void> => {
  await expect
    .poll(() => talk.database.query('SELECT state FROM updates_inbox WHERE update_id = $1', [updateId]), {
      timeout: 10_000,
    })
    .toEqual([{ state: 'done' }]);
};
const jobs = (): Promise<object[]> =>
  talk.database.query('SELECT task_identifier, queue_name, priority FROM graphile_worker.jobs', []);

it('a new post of a collected channel is read before what is only due, and nobody is answered', async () => {
  await collected(talk, 'complete');
  expect(await publish(Number(toMarkedId(channelId)), 'channel')).toBe(200);
  await isHandled();
  expect(await jobs()).toEqual([{ task_identifier: 'sync-channel', queue_name: 'mt:1', priority: 10 }]);
  expect(
    await talk.database.query('SELECT account_id, channel_id, access_hash FROM channel_access', []),
  ).toEqual([{ account_id: '3', channel_id: channelId, access_hash: '0' }]);
  expect(talk.botApi.callsOf('sendMessage')).toEqual([]);
});

it('a post of a channel nobody collects adds nothing to do', async () => {
  await publish(-1_001_700_000_001, 'channel');
  await isHandled();
  expect(await jobs()).toEqual([]);
});

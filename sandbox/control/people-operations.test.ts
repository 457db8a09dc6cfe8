import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createSandbox, type Sandbox } from '#sandbox/sandbox.ts';
import { people } from '#sandbox/world/people.ts';
import { createControlClient } from './client.ts';
import type { SandboxControl } from './operations.ts';

const dataDir = mkdtempSync(join(tmpdir(), 'people-operations-'));
const personId = people.stranger.id;
let sandbox: Sandbox;
let control: SandboxControl;
let channelId: string;

beforeAll(async () => {
  // Time stands still, so that nobody but these tests does anything.
  sandbox = await createSandbox({ dataDir, pagePort: 0, worlds: [], isStepped: true });
  control = createControlClient(sandbox.addresses.controlUrl);
  const own = sandbox.world.channels().find(({ creatorId, kind, username }) => {
    return creatorId === people.owner.id && kind === 'broadcast' && username !== null;
  });
  channelId = own?.id ?? '';
  await getUpdates();
});
afterAll(async () => {
  await sandbox.close();
  rmSync(dataDir, { recursive: true, force: true });
});

async function callBotApi(method: string, parameters: object): Promise<{ result: unknown }> {
  const { botApiRoot, botToken } = sandbox.addresses;
  const response = await fetch(`${botApiRoot}/bot${botToken}/${method}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(parameters),
  });
  return (await response.json()) as { result: unknown };
}

/** What the bot was told since the last time. */
async function getUpdates(): Promise<Record<string, unknown>[]> {
  const allowed_updates = [
    'message',
    'my_chat_member',
    'chat_member',
    'channel_post',
    'edited_channel_post',
    'message_reaction_count',
    'message_reaction',
    'inline_query',
    'chosen_inline_result',
  ];
  const { result } = await callBotApi('getUpdates', { allowed_updates, timeout: 1 });
  const updates = result as { update_id: number }[];
  const offset = (updates.at(-1)?.update_id ?? 0) + 1;
  if (updates.length > 0) await callBotApi('getUpdates', { offset });
  return updates.map((update) => ({ ...update }));
}

it('appoints the bot with exact rights, then posts, edits, reacts and joins as people, and the bot hears it', async () => {
  await control.setBotRights({ channelId, personId: people.owner.id, rights: ['can_invite_users'] });
  expect(await getUpdates()).toMatchObject([
    { my_chat_member: { new_chat_member: { can_invite_users: true, can_post_messages: false } } },
  ]);
  const { messageId } = await control.publishPost({ channelId, text: 'one' });
  expect(await control.editPost({ channelId, messageId, text: 'two' })).toEqual({ hasChanged: true });
  await control.reactToPost({ channelId, messageId, personId, emoji: '🎉' });
  const link = await callBotApi('createChatInviteLink', { chat_id: `-100${channelId}` });
  const hash = String((link.result as { invite_link: string }).invite_link).split('+')[1] ?? '';
  expect(await control.joinByLink({ personId, hash })).toEqual({ hasChanged: true });
  await expect(control.joinByLink({ personId, hash: 'none' })).rejects.toMatchObject({
    code: 'no-such-link',
  });
  const told = await getUpdates();
  expect(told).toContainEqual(
    expect.objectContaining({ edited_channel_post: expect.objectContaining({ text: 'two' }) }),
  );
  expect(told).toContainEqual(
    expect.objectContaining({ message_reaction_count: expect.objectContaining({ message_id: messageId }) }),
  );
  expect(told).toContainEqual(
    expect.objectContaining({
      chat_member: expect.objectContaining({
        from: expect.objectContaining({ id: Number(personId) }),
        invite_link: expect.objectContaining({ creates_join_request: false }),
      }),
    }),
  );
  expect(await control.deletePost({ channelId, messageId })).toEqual({ hasChanged: true });
  expect(await control.deletePost({ channelId, messageId })).toEqual({ hasChanged: false });
});

it('asks the inline mode, chooses with feedback, shares the number and reacts', async () => {
  await control.startBot({ personId });
  await getUpdates();
  const asked = control.askInline({ personId, query: 'q' });
  const [update] = await getUpdates();
  const { id } = (update?.inline_query ?? {}) as { id?: string };
  const article = { type: 'article', id: 'a', title: 'A', input_message_content: { message_text: 'chosen' } };
  await callBotApi('answerInlineQuery', { inline_query_id: id, results: [article] });
  const { queryId, answer } = await asked;
  expect(answer?.results).toHaveLength(1);
  await control.setInlineFeedback({ isOn: true });
  await control.chooseInline({ personId, queryId, resultId: 'a' });
  const { message_id } = await control.shareContact({ personId });
  await control.reactToMessage({ personId, messageId: message_id, emoji: '👍' });
  expect(await getUpdates()).toMatchObject([
    { message: { text: 'chosen' } },
    { chosen_inline_result: { result_id: 'a', query: 'q' } },
    { message: { contact: { user_id: Number(personId) } } },
    { message_reaction: { message_id, new_reaction: [{ emoji: '👍' }] } },
  ]);
});

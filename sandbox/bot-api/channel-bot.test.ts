import { afterEach, beforeEach, expect, it } from 'vitest';
import { people } from '#sandbox/world/people.ts';
import type { WorldChannel, WorldMedia } from '#sandbox/world/world.ts';
import { createRights } from './admin-rights.ts';
import { type BotApiUnderTest, startBotApi } from './bot-api.test-client.ts';
import { setBotAdministrator } from './channel-updates.ts';

const owner = people.owner.id;
const aText = expect.any(String);
let under: BotApiUnderTest;
let channel: WorldChannel;
let chat_id: string;

beforeEach(async () => {
  under = await startBotApi();
  const own = under.world.channels().find(({ creatorId, kind, hasReactions, username }) => {
    return creatorId === owner && kind === 'broadcast' && hasReactions && username !== null;
  });
  if (own === undefined) throw new Error('the demo world has no such channel of the owner');
  channel = own;
  chat_id = `-100${channel.id}`;
});
afterEach(() => under.close());

function promote(...rights: string[]): void {
  setBotAdministrator(under.api.context, channel, owner, true, createRights(rights));
}

async function poll(...allowed_updates: string[]): Promise<Record<string, unknown>[]> {
  const { result } = await under.call('getUpdates', { allowed_updates });
  return result as Record<string, unknown>[];
}

/** Updates of one kind that wait for the bot, without their ids. */
function waiting(kind: string): unknown[] {
  return under.api.context.updates
    .pending()
    .flatMap((update) => (update.kind === kind ? [update.payload] : []));
}

it('tells the rights it was given, and refuses what they do not cover with Telegram’s words', async () => {
  promote('can_edit_messages');
  const { result } = await under.call('getChatMember', { chat_id, user_id: Number(under.bot.id) });
  expect(result).toMatchObject({
    status: 'administrator',
    can_edit_messages: true,
    can_post_messages: false,
  });
  const refusals = [
    ['sendMessage', { chat_id, text: 'x' }, 'need administrator rights in the channel chat'],
    ['createChatInviteLink', { chat_id }, 'not enough rights to manage chat invite link'],
    ['deleteMessage', { chat_id, message_id: 1 }, "message can't be deleted"],
    ['setMessageReaction', { chat_id, message_id: 999_999 }, 'message to react not found'],
  ] as const;
  for (const [method, parameters, why] of refusals)
    expect((await under.call(method, parameters)).description).toBe(`Bad Request: ${why}`);
});

it('posts, edits and deletes in its channel, visibly to everybody and without updates about itself', async () => {
  promote('can_post_messages', 'can_delete_messages');
  await poll();
  const sent = await under.call('sendMessage', { chat_id, text: '*bold* x', parse_mode: 'MarkdownV2' });
  const { message_id } = sent.result as { message_id: number };
  expect(under.world.message(channel.id, message_id)).toMatchObject({
    text: 'bold x',
    entities: [{ type: 'Bold', offset: 0, length: 4 }],
  });
  const edited = await under.call('editMessageText', { chat_id, message_id, text: 'new' });
  expect(edited.result).toMatchObject({ text: 'new', message_id, chat: { type: 'channel' } });
  expect(under.world.message(channel.id, message_id)?.text).toBe('new');
  expect((await under.call('editMessageText', { chat_id, message_id, text: 'new' })).description).toMatch(
    /message is not modified/,
  );
  expect((await under.call('deleteMessage', { chat_id, message_id })).result).toBe(true);
  expect(under.world.message(channel.id, message_id)).toBeNull();
  expect(waiting('channel_post')).toEqual([]);
  expect(waiting('edited_channel_post')).toEqual([]);
});

it('is told of posts and edits of others', async () => {
  promote();
  const message_id = under.world.post(channel.id, { text: 'one' });
  under.world.change({
    kind: 'edit',
    channelId: channel.id,
    messageId: message_id,
    text: 'two',
    entities: [],
  });
  expect(waiting('channel_post')).toMatchObject([
    { message_id, text: 'one', sender_chat: { type: 'channel' } },
  ]);
  expect(waiting('edited_channel_post')).toMatchObject([{ message_id, text: 'two' }]);
  expect(waiting('edited_channel_post')).toMatchObject([{ edit_date: expect.any(Number) }]);
});

it('makes, changes and revokes invite links, and hears who came by them only when it asks', async () => {
  promote('can_invite_users');
  const expire_date = Math.floor(Date.now() / 1_000) + 600;
  const made = await under.call('createChatInviteLink', {
    chat_id,
    name: 'Ads',
    member_limit: 5,
    expire_date,
  });
  const link = made.result as { invite_link: string };
  expect(link).toMatchObject({
    invite_link: expect.stringMatching(/^https:\/\/t\.me\/\+[\w-]{16}$/),
    name: 'Ads',
    creator: { id: Number(under.bot.id) },
    creates_join_request: false,
    is_primary: false,
    is_revoked: false,
    member_limit: 5,
    expire_date,
  });
  const hash = link.invite_link.slice('https://t.me/+'.length);
  under.world.join(channel.id, people.stranger.id, hash);
  under.api.members.sync();
  expect(waiting('chat_member')).toEqual([]);
  await poll('chat_member');
  under.world.leave(channel.id, people.stranger.id);
  under.world.join(channel.id, people.stranger.id, hash);
  under.api.members.sync();
  const left = { user: { id: Number(people.stranger.id) }, status: 'left' };
  const member = { ...left, status: 'member' };
  expect(
    waiting('chat_member').filter((one) => JSON.stringify(one).includes(people.stranger.id)),
  ).toMatchObject([
    { old_chat_member: member, new_chat_member: left },
    { old_chat_member: left, new_chat_member: member, invite_link: { name: 'Ads' } },
  ]);
  const changed = await under.call('editChatInviteLink', { chat_id, ...link, name: 'More', member_limit: 0 });
  expect(changed.result).toMatchObject({ name: 'More' });
  expect(changed.result).not.toHaveProperty('member_limit');
  expect((await under.call('revokeChatInviteLink', { chat_id, ...link })).result).toMatchObject({
    is_revoked: true,
  });
  expect((await under.call('editChatInviteLink', { chat_id, ...link })).description).toBe(
    'Bad Request: INVITE_HASH_EXPIRED',
  );
  const first = (await under.call('exportChatInviteLink', { chat_id })).result;
  const second = (await under.call('exportChatInviteLink', { chat_id })).result;
  expect(second).not.toBe(first);
  expect(under.world.inviteByHash(String(first).slice(14))).toMatchObject({
    isRevoked: true,
    isPermanent: true,
  });
});

it.each([
  [{ member_limit: 100_000 }, 'USAGE_LIMIT_INVALID'],
  [{ expire_date: 1 }, 'EXPIRE_DATE_INVALID'],
  [
    { member_limit: 2, creates_join_request: true },
    "member limit can't be specified for links requiring administrator approval",
  ],
])('refuses a link with %j', async (choices, why) => {
  promote('can_invite_users');
  expect((await under.call('createChatInviteLink', { chat_id, ...choices })).description).toBe(
    `Bad Request: ${why}`,
  );
});

it('cuts the name of a link to 32 characters, and wants to know which link it shall change', async () => {
  promote('can_invite_users');
  const name = `  ${'😀'.repeat(20)} \n and ${'x'.repeat(20)}`;
  const { result } = await under.call('createChatInviteLink', { chat_id, name });
  expect(result).toMatchObject({ name: `${'😀'.repeat(20)} and ${'x'.repeat(7)}` });
  expect((await under.call('editChatInviteLink', { chat_id })).description).toBe(
    'Bad Request: invite link must be non-empty',
  );
});

it('hears of posts with what they carry, and of edits of its own with its own files', async () => {
  promote('can_post_messages');
  await poll('channel_post', 'edited_channel_post');
  const post = (text: string, media: WorldMedia, more: object = {}) =>
    under.world.post(channel.id, { text, media, ...more });
  post('a photo', { kind: 'photo' });
  post('', { kind: 'video' }, { groupedId: '13000000000000001' });
  post('paper', { kind: 'document', detail: 'application/pdf' });
  post('https://example.org', { kind: 'webpage', detail: 'https://example.org' });
  const [photo, video, paper, page] = waiting('channel_post') as Record<string, unknown>[];
  expect(photo).toMatchObject({ caption: 'a photo', photo: [{ width: 90 }, { width: 320, file_id: aText }] });
  expect(video).toMatchObject({ video: { mime_type: 'video/mp4' }, media_group_id: '13000000000000001' });
  expect(video).not.toHaveProperty('caption');
  expect(paper).toMatchObject({
    caption: 'paper',
    document: { mime_type: 'application/pdf', file_id: aText },
  });
  expect(page).toMatchObject({ text: 'https://example.org' });
  for (const carrying of [photo, video, paper]) expect(carrying).not.toHaveProperty('text');

  const upload = new FormData();
  upload.set('chat_id', chat_id);
  upload.set('caption', 'mine');
  upload.set('document', new Blob(['one,two']), 'table.csv');
  const sent = await fetch(`${under.api.root}/bot${under.token}/sendDocument`, {
    method: 'POST',
    body: upload,
  });
  const { result } = (await sent.json()) as { result: { message_id: number; document: unknown } };
  const { message_id, document } = result;
  under.world.change({
    kind: 'edit',
    channelId: channel.id,
    messageId: message_id,
    text: 'new',
    entities: [],
  });
  expect(waiting('edited_channel_post')).toMatchObject([{ message_id, caption: 'new', document }]);
});

it('reacts to posts and hears how reactions change, only when it asks', async () => {
  promote();
  const message_id = under.world.post(channel.id, { text: 'x' });
  await poll('message_reaction_count');
  under.api.members.sync();
  const react = (...emoji: string[]) =>
    under.call('setMessageReaction', {
      chat_id,
      message_id,
      reaction: emoji.map((one) => ({ type: 'emoji', emoji: one })),
    });
  expect((await react('🔥')).result).toBe(true);
  under.api.members.sync();
  expect(waiting('message_reaction_count')).toMatchObject([
    {
      chat: { type: 'channel' },
      message_id,
      reactions: [{ type: { type: 'emoji', emoji: '🔥' }, total_count: 1 }],
    },
  ]);
  expect((await react('🔥', '👍')).description).toBe('Bad Request: REACTIONS_TOO_MANY');
  expect((await react('x')).description).toBe('Bad Request: REACTION_INVALID');
  expect((await react()).result).toBe(true);
  expect(under.world.message(channel.id, message_id)?.reactions).toEqual([]);
});

it('keeps the former choice of updates unless a list is given, and takes an empty one for the usual kinds', async () => {
  const chosen = async (allowed_updates?: unknown): Promise<unknown> => {
    await under.call('getUpdates', { ...(allowed_updates !== undefined && { allowed_updates }) });
    return ['message', 'chat_member', 'message_reaction', 'message_reaction_count'].filter((kind) =>
      under.api.context.updates.isWanted(kind),
    );
  };
  expect(await chosen()).toEqual(['message']);
  expect(await chosen(['Chat_Member', 'no_such_kind'])).toEqual(['chat_member']);
  expect(await chosen()).toEqual(['chat_member']);
  expect(await chosen('not json')).toEqual(['chat_member']);
  expect(await chosen([1, 'message'])).toEqual(['chat_member']);
  expect(await chosen([])).toEqual(['message']);
  await chosen(['message_reaction']);
  expect(await chosen(['no_such_kind'])).toEqual(['message']);
});

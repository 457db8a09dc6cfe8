import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Post } from '#contract/post.ts';
import { notePromotion } from '#server/actions/note-standing.ts';
import { countMemberEvents } from '#server/db/queries/count-member-events.ts';
import { findNewestMessageId } from '#server/db/queries/find-newest-message-id.ts';
import { loadPostVersions } from '#server/db/queries/load-post-versions.ts';
import { loadPosts } from '#server/db/queries/load-posts.ts';
import { savePostSamples } from '#server/db/queries/save-post-samples.ts';
import { savePosts } from '#server/db/queries/save-posts.ts';
import { toMarkedId } from '#server/ids.ts';
import { toReading } from '#server/series/to-reading.ts';
import type { AConversation } from '../a-conversation.ts';
import { aChannelConversation, channelId, collected, forget } from '../channels/a-channel-conversation.ts';

const person = { id: 710_000_777, is_bot: false, first_name: 'Nina', language_code: 'ru' };
const admin = { id: 710_000_778, is_bot: false, first_name: 'Adam', language_code: 'en' };
const bot = { id: 42, is_bot: true, first_name: 'Pulse', username: 'pulse_bot' };
const chat = { id: Number(toMarkedId(channelId)), type: 'channel', title: 'Northern Lights' };
const link = {
  invite_link: 'https://t.me/+abcdefgh...',
  name: 'Partner',
  creator: admin,
  creates_join_request: false,
  is_primary: false,
  is_revoked: false,
};
let talk: AConversation;
let updateId = 50_000;

beforeAll(async () => {
  talk = await aChannelConversation();
});
beforeEach(async () => {
  await forget(talk);
  await talk.database.query('DELETE FROM posts WHERE post_id > 6', []);
  await talk.database.query('TRUNCATE member_events, invite_links, bot_channels, bot_notices', []);
  await collected(talk, 'complete');
});
afterAll(() => talk.stop());

/** Delivers one update and waits until it is handled; its number is returned. */
async function tell(content: object): Promise<number> {
  updateId += 1;
  const id = updateId;
  expect(await talk.deliver({ update_id: id, ...content })).toBe(200);
  const state = (): Promise<object[]> =>
    talk.database.query('SELECT state, error FROM updates_inbox WHERE update_id = $1', [id]);
  await expect.poll(state, { timeout: 20_000 }).toEqual([{ state: 'done', error: null }]);
  return id;
}

const member = (status: string, user: object, fields: object = {}): object => ({ user, status, ...fields });
const moved = (from: string, to: string, at: number, fields: object = {}): Promise<number> =>
  tell({
    chat_member: {
      ...{ chat, from: person, date: at },
      ...{ old_chat_member: member(from, person), new_chat_member: member(to, person) },
      ...fields,
    },
  });
const events = (): Promise<object[]> =>
  talk.database.query('SELECT kind, via, link, user_id FROM member_events ORDER BY update_id', []);
const find = async (postId: number): Promise<Post | undefined> =>
  (await loadPosts(talk.database, channelId)).find((post) => post.postId === postId);

describe('who comes and goes', () => {
  const at = 1_795_000_000;

  it('is told apart by the way they come, and who leaves is counted to the link they came by', async () => {
    await moved('left', 'member', at, { invite_link: link, via_chat_folder_invite_link: true });
    await moved('member', 'left', at + 1);
    await moved('left', 'member', at + 2, { invite_link: link, via_join_request: true, from: admin });
    await moved('member', 'kicked', at + 3, { from: admin });
    await moved('kicked', 'left', at + 4, { from: admin });
    await moved('left', 'member', at + 5, { from: admin });
    await moved('member', 'administrator', at + 6, { from: admin });
    await moved('administrator', 'left', at + 7);
    await moved('left', 'member', at + 8, { invite_link: link });
    await moved('member', 'left', at + 9);
    await moved('left', 'member', at + 10);
    const userId = String(person.id);
    const row = (kind: string, via: string | null, hasLink: boolean): object => ({
      ...{ kind, via, link: hasLink ? link.invite_link : null, user_id: userId },
    });
    expect(await events()).toEqual([
      ...[row('joined', 'folder', true), row('left', 'folder', true)],
      ...[row('joined', 'request', true), row('kicked', 'request', true)],
      ...[row('joined', 'added', false), row('left', 'added', false)],
      ...[row('joined', 'link', true), row('left', 'link', true)],
      row('joined', null, false),
    ]);
    const period = { from: new Date((at - 86_400) * 1_000), to: new Date((at + 86_400) * 1_000) };
    const counts = await countMemberEvents(talk.database, channelId, period);
    const byLink = { day: '2026-11-18', link: link.invite_link, linkName: 'Partner' };
    const open = { day: '2026-11-18', link: null, linkName: null };
    expect(counts).toEqual([
      { ...open, via: null, joined: 1, left: 0, kicked: 0 },
      { ...open, via: 'added', joined: 1, left: 1, kicked: 0 },
      { ...byLink, via: 'folder', joined: 1, left: 1, kicked: 0 },
      { ...byLink, via: 'link', joined: 1, left: 1, kicked: 0 },
      { ...byLink, via: 'request', joined: 1, left: 1, kicked: 1 },
    ]);
    expect(await talk.database.query('SELECT 1 FROM viewers WHERE viewer_id = $1', [userId])).toEqual([]);
  });

  it('is not written down of a channel nobody collects', async () => {
    await talk.database.query('DELETE FROM channel_schedule', []);
    await moved('left', 'member', at, { invite_link: link });
    expect(await events()).toEqual([]);
    expect(await talk.database.query('SELECT 1 FROM invite_links', [])).toEqual([]);
  });

  it('an administrator who is none any more loses the channel at once and hears it once', async () => {
    await talk.database.query(
      `INSERT INTO viewers (viewer_id, first_name, language, created_at, seen_at)
       VALUES ($1, 'Nina', 'ru', clock_timestamp(), clock_timestamp()) ON CONFLICT DO NOTHING`,
      [person.id],
    );
    await talk.database.query(
      `INSERT INTO tracked_channels (viewer_id, channel_id, tracked_at, began_by, role, proven_at)
       VALUES ($1, $2, clock_timestamp(), 'promotion', 'administrator', clock_timestamp())`,
      [person.id, channelId],
    );
    await moved('administrator', 'member', at, { from: admin });
    expect(await talk.database.query('SELECT 1 FROM tracked_channels', [])).toEqual([]);
    expect(await talk.answers(1)).toEqual([
      '⚠️ Вы больше не администратор в «Northern &lt;Lights&gt; &amp; &quot;Co&quot;», поэтому канал убран из ваших.',
    ]);
  });

  it('a removal that was told already wins over an older promotion, which tracks nothing', async () => {
    await tell({
      my_chat_member: {
        ...{ chat, from: admin, date: at + 10 },
        ...{ old_chat_member: member('administrator', bot), new_chat_member: member('left', bot) },
      },
    });
    const promotion = (seconds: number): Promise<void> =>
      notePromotion(talk.database, {
        ...{ channelId, updateId: 49_999, changedAt: new Date(seconds * 1_000), subscribers: 9 },
        described: {
          ...{ channelId, title: 'Northern Lights', username: 'northern_lights', about: null },
          ...{ usernames: ['northern_lights'], linkedChatId: null, hasReactions: true },
        },
        promoter: { viewerId: String(admin.id), role: 'creator' },
        now: new Date(),
      });
    const stands = (): Promise<object[]> =>
      talk.database.query('SELECT status, admin_since FROM bot_channels', []);
    await promotion(at + 5);
    expect(await stands()).toEqual([{ status: 'outside', admin_since: null }]);
    expect(await talk.database.query('SELECT 1 FROM tracked_channels', [])).toEqual([]);
    await talk.database.query(
      `INSERT INTO viewers (viewer_id, first_name, language, created_at, seen_at)
       VALUES ($1, 'Adam', 'en', clock_timestamp(), clock_timestamp())`,
      [admin.id],
    );
    await promotion(at + 11);
    expect(await stands()).toEqual([{ status: 'administrator', admin_since: new Date((at + 11) * 1_000) }]);
    expect(await talk.database.query('SELECT viewer_id, role FROM tracked_channels', [])).toEqual([
      { viewer_id: String(admin.id), role: 'creator' },
    ]);
  });
});

describe('what is told of posts', () => {
  const now = Math.floor(Date.now() / 1_000);

  it('never replaces a figure that was read, and reactions only with newer ones', async () => {
    const before = await find(3);
    await tell({
      edited_channel_post: {
        ...{ message_id: 3, chat, date: now - 400_000, edit_date: now, text: 'said anew' },
        entities: [{ type: 'bold', offset: 0, length: 4 }],
      },
    });
    const [edited] = [await find(3)];
    expect(edited).toMatchObject({
      ...{ text: 'said anew', isVisiblyEdited: true, entities: [{ type: 'Bold', offset: 0, length: 4 }] },
      ...{ views: 300, forwards: 10, reactions: { '👍': 5 }, capturedAt: before?.capturedAt },
    });
    const fires = (date: number, count: number): object => ({
      message_reaction_count: {
        ...{ chat, message_id: 3, date },
        reactions: [
          { type: { type: 'emoji', emoji: '🔥' }, total_count: count },
          { type: { type: 'paid' }, total_count: 2 },
        ],
      },
    });
    await tell(fires(now - 86_400, 99));
    expect((await find(3))?.reactions).toEqual({ '👍': 5 });
    await tell(fires(now, 7));
    await tell(fires(now - 1, 6));
    expect(await find(3)).toMatchObject({ reactions: { '🔥': 7 }, paidReactions: 2, views: 300 });
    const samples = await talk.database.query(
      'SELECT sampled_at FROM post_samples WHERE channel_id = $1 AND first_post_id = 3',
      [channelId],
    );
    expect(samples).toEqual([{ sampled_at: new Date(now * 1_000) }]);
  });

  it('reactions are counted once in the sums of a day, whoever told of them first', async () => {
    const base = now - 600;
    await talk.database.query('DELETE FROM channel_days', []);
    const hearts = (count: number, at: number): Promise<number> =>
      tell({
        message_reaction_count: {
          ...{ chat, message_id: 800, date: at },
          reactions: [{ type: { type: 'emoji', emoji: '❤' }, total_count: count }],
        },
      });
    const read = async (views: number, count: number, at: number): Promise<void> => {
      const post = await find(800);
      if (post === undefined) throw new Error('the post is not stored');
      const capturedAt = new Date(at * 1_000).toISOString();
      const next: Post = { ...post, views, reactions: { '❤': count }, capturedAt };
      await savePostSamples(talk.database, channelId, [toReading(next)]);
      await savePosts(talk.database, [next]);
    };
    await tell({ channel_post: { message_id: 800, chat, date: base, text: 'count me' } });
    await hearts(2, base + 1);
    await hearts(3, base + 2);
    await read(50, 4, base + 3);
    await hearts(6, base + 4);
    await hearts(5, base + 5);
    await read(80, 9, base + 6);
    expect(
      await talk.database.query(
        `SELECT sum(views)::int AS views, sum(reactions)::int AS reactions
         FROM channel_days WHERE channel_id = $1`,
        [channelId],
      ),
    ).toEqual([{ views: 80, reactions: 9 }]);
  });

  it('a post that was only told is no border of what was read, and its first reading replaces it', async () => {
    await tell({ channel_post: { message_id: 500, chat, date: now, caption: 'picture', photo: [] } });
    expect(await find(500)).toMatchObject({ text: 'picture', mediaKind: 'photo', views: null });
    expect(await findNewestMessageId(talk.database, channelId)).toBe(6);
    const told = await find(500);
    if (told === undefined) throw new Error('the post is not stored');
    await savePosts(talk.database, [{ ...told, views: 4, capturedAt: new Date().toISOString() }]);
    expect(await findNewestMessageId(talk.database, channelId)).toBe(500);
    await tell({ channel_post: { message_id: 500, chat, date: now, caption: 'picture', photo: [] } });
    expect(await find(500)).toMatchObject({ views: 4 });
  });

  it('messages of an album become one post, and each keeps its own versions', async () => {
    const part = (id: number, fields: object): object => ({
      ...{ message_id: id, chat, date: now, media_group_id: '13900000000000001', photo: [] },
      ...fields,
    });
    for (const id of [601, 602, 603])
      await tell({ channel_post: part(id, id === 602 ? { caption: 'three of us' } : {}) });
    expect(await find(601)).toMatchObject({ text: 'three of us', groupedId: '13900000000000001' });
    expect((await find(601))?.items.map(({ messageId }) => messageId)).toEqual([601, 602, 603]);
    await tell({ edited_channel_post: part(602, { caption: 'two of us', edit_date: now + 5 }) });
    expect((await find(601))?.text).toBe('two of us');
    expect(await loadPostVersions(talk.database, channelId, 601)).toEqual([
      expect.objectContaining({ messageId: 602, text: 'three of us', mediaKind: 'photo' }),
    ]);
  });

  it('an older edit that comes late, a service message and a text with zero characters change nothing wrongly', async () => {
    await tell({ channel_post: { message_id: 700, chat, date: now, text: 'a\u0000b \ud800!' } });
    expect((await find(700))?.text).toBe('ab \ufffd!');
    await tell({
      edited_channel_post: { message_id: 700, chat, date: now, edit_date: now + 9, text: 'late' },
    });
    await tell({
      edited_channel_post: { message_id: 700, chat, date: now, edit_date: now + 3, text: 'early' },
    });
    expect((await find(700))?.text).toBe('late');
    await tell({ channel_post: { message_id: 701, chat, date: now, pinned_message: { message_id: 700 } } });
    expect(await find(701)).toBeUndefined();
  });
});

import { channelIdSchema } from '#contract/channel-id.ts';
import type { Post } from '#contract/post.ts';
import { saveChannel } from '#server/db/queries/save-channel.ts';
import { savePosts } from '#server/db/queries/save-posts.ts';
import { type AConversation, aConversation } from '../a-conversation.ts';

/** The channel of the stories; the gateway knows it as `northern_lights`. */
export const channelId = channelIdSchema.parse('1900000042');
const title = 'Northern <Lights> & "Co"';
const username = 'northern_lights';
/** Long enough ago that a run of one file stays within the same minute of age. */
const fiveMinutesAgo = (): Date => new Date(Date.now() - 5 * 60_000);

/** Its card, with `~` for no-break spaces. */
export const cardEn = [
  '📈 <b>Northern &lt;Lights&gt; &amp; &quot;Co&quot;</b> · @northern_lights',
  'Subscribers: — (Telegram did not tell their number)',
  'Average reach 417 · median 350',
  '6 posts of 30 days, each over a day old',
  'ERR: — (needs the number of subscribers)',
  'ER 3.6~% — reactions and forwards per view',
  'Best: “Aurora &lt;tonight&gt;” — 1.0K',
  'Updated 5~min ago',
].join('\n');
export const cardRu = [
  '📈 <b>Northern &lt;Lights&gt; &amp; &quot;Co&quot;</b> · @northern_lights',
  'Подписчики: — (Telegram не сообщил их число)',
  'Средний охват поста 417 · медиана 350',
  '6 постов за 30 дней, все старше суток',
  'ERR: — (нужно число подписчиков)',
  'ER 3,6~% — реакции и пересылки на просмотр',
  'Лучший: «Aurora &lt;tonight&gt;» — 1,0K',
  'Обновлено 5~мин назад',
].join('\n');

/** A conversation about a channel that is stored, with six posts older than a day, and not collected yet. */
export async function aChannelConversation(options: { adminIds?: string[] } = {}): Promise<AConversation> {
  const talk = await aConversation(options);
  await talk.database.query(
    `INSERT INTO accounts (account_id, kind, heartbeat_at, created_at)
       VALUES (1, 'operator', clock_timestamp() + interval '1 hour', clock_timestamp())`,
    [],
  );
  const capturedAt = fiveMinutesAgo();
  await saveChannel(talk.database, {
    channelId,
    title,
    username,
    visibility: 'public',
    subscribers: null,
    hasReactions: true,
    source: 'mtproto',
    capturedAt,
  });
  const views = [100, 200, 300, 400, 500, 1000];
  await savePosts(
    talk.database,
    views.map((count, index) => aPost(index + 1, count, capturedAt)),
  );
  talk.names.set(username, { kind: 'channel', channelId, title, username });
  return talk;
}

/** Forgets what was tracked and said before. */
export async function forget(talk: AConversation): Promise<void> {
  for (const table of ['channel_schedule', 'progress_messages', 'tracked_channels'])
    await talk.database.query(`DELETE FROM ${table}`, []);
  talk.botApi.heard.length = 0;
  talk.resolved.length = 0;
}

function aPost(id: number, views: number, capturedAt: Date): Post {
  const content = { text: id === 6 ? 'Aurora <tonight>' : '', entities: [], mediaKind: null };
  const counts = { views, forwards: 10, comments: null, reactions: { '👍': 5 }, paidReactions: null };
  return {
    channelId,
    postId: id,
    shownId: id,
    groupedId: null,
    postedAt: new Date(capturedAt.getTime() - (id + 1) * 86_400_000).toISOString(),
    editedAt: null,
    isVisiblyEdited: false,
    isPinned: false,
    author: null,
    forward: null,
    ...content,
    ...counts,
    items: [{ messageId: id, ...content, ...counts, editedAt: null, isEditHidden: false }],
    capturedAt: capturedAt.toISOString(),
    deletedAt: null,
  };
}

/** Sets how far the collection of the channel is. */
export async function collected(
  talk: AConversation,
  state: 'queued' | 'reading' | 'complete',
  read = 6,
): Promise<void> {
  await talk.database.query(
    `INSERT INTO channel_schedule (channel_id, account_id, next_due_at, history_state, history_read, history_total,
       last_synced_at, updated_at)
     VALUES ($1, 1, $4, $2, $3, 1941, $4, $4)
     ON CONFLICT (channel_id) DO UPDATE SET
       history_state = $2, history_read = $3, history_total = 1941, last_synced_at = $4`,
    [channelId, state, read, fiveMinutesAgo()],
  );
}

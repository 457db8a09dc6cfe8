import type { ChannelId } from '#contract/channel-id.ts';
import type { AlbumItem } from '#contract/post.ts';
import type { VisibleMessage, World } from '#sandbox/world/world.ts';
import type { Connection } from '#server/db/connection.ts';

interface SnapshotRow {
  captured_at: Date;
  subscribers: number | null;
}

interface PostRow {
  post_id: number;
  text: string;
  views: number | null;
  forwards: number | null;
  comments: number | null;
  reactions: Record<string, number> | null;
  items: AlbumItem[];
  captured_at: Date;
}

/** How much was compared, and a sentence for each thing that is not as the world has it. */
export interface Comparison {
  snapshots: number;
  posts: number;
  findings: string[];
}

const weekSeconds = 7 * 86_400;
const everything = { offsetId: 0, offsetDate: 0, addOffset: 0, limit: 1_000_000, minId: 0, maxId: 0 };

/**
 * Compares what was collected of a channel with the world itself: each snapshot with the subscribers of its instant,
 * each post with its counts at the instant they were read, and the posts that are there now with those that are stored.
 */
export async function compareWithTruth(
  connection: Connection,
  world: World,
  channelId: ChannelId,
): Promise<Comparison> {
  const snapshots = await connection.query<SnapshotRow>(
    'SELECT captured_at, subscribers FROM channel_snapshots WHERE channel_id = $1 ORDER BY captured_at',
    [channelId],
  );
  const posts = await connection.query<PostRow>(
    `SELECT post_id, text, views, forwards, comments, reactions, items, captured_at
     FROM posts WHERE channel_id = $1 ORDER BY post_id`,
    [channelId],
  );
  const findings = [
    ...snapshots.flatMap((row) =>
      differences(`${channelId} ${row.captured_at.toISOString()}`, [
        ['subscribers', row.subscribers, world.subscribers(channelId, secondsOf(row.captured_at))],
      ]),
    ),
    ...posts.flatMap((row) => comparePost(world, channelId, row)),
    ...comparePresence(world, channelId, posts),
  ];
  return { snapshots: snapshots.length, posts: posts.length, findings };
}

function comparePost(world: World, channelId: ChannelId, row: PostRow): string[] {
  const at = secondsOf(row.captured_at);
  const wrong = differencesAt(world, channelId, row, at);
  // An album that the end of the newest page cuts keeps the counts its older half had when that was last read.
  const mayBeCut = row.items.length > 1 && at < world.now();
  if (wrong.length === 0 || !mayBeCut) return wrong;
  const then = countsAt(world, channelId, row, at - weekSeconds);
  const now = countsAt(world, channelId, row, at);
  const stored = countsOf(row);
  const isBetween = stored.every((count, index) => {
    return count >= (then[index] ?? 0) && count <= (now[index] ?? 0);
  });
  return isBetween ? [] : wrong;
}

function differencesAt(world: World, channelId: ChannelId, row: PostRow, at: number): string[] {
  const messages = messagesOf(world, channelId, row, at);
  const what = `${channelId} post ${row.post_id} at ${row.captured_at.toISOString()}`;
  if (messages.length !== row.items.length)
    return [`${what}: ${messages.length} of ${row.items.length} messages`];
  return differences(what, [
    ['views', row.views, largest(messages, 'views')],
    ['forwards', row.forwards, largest(messages, 'forwards')],
    ['comments', row.comments, largest(messages, 'comments')],
    ['reactions', sumOf(Object.values(row.reactions ?? {})), sumOfReactions(messages)],
    ['text', row.text, messages.find(({ text }) => text !== '')?.text ?? ''],
  ]);
}

function countsAt(world: World, channelId: ChannelId, row: PostRow, at: number): number[] {
  const messages = messagesOf(world, channelId, row, at);
  const names = ['views', 'forwards', 'comments'] as const;
  return [...names.map((name) => largest(messages, name) ?? 0), sumOfReactions(messages)];
}

function countsOf({ views, forwards, comments, reactions }: PostRow): number[] {
  return [views ?? 0, forwards ?? 0, comments ?? 0, sumOf(Object.values(reactions ?? {}))];
}

function messagesOf(world: World, channelId: ChannelId, { items }: PostRow, at: number): VisibleMessage[] {
  return items.flatMap(({ messageId }) => world.message(channelId, messageId, at) ?? []);
}

/** Posts that are gone again may still be stored; every post that is there has to be. */
function comparePresence(world: World, channelId: ChannelId, posts: readonly PostRow[]): string[] {
  const stored = new Set(posts.flatMap(({ items }) => items.map(({ messageId }) => messageId)));
  const { messages } = world.history(channelId, everything);
  const visible = messages.filter(({ service }) => service === null);
  const missing = visible.filter(({ id }) => !stored.has(id));
  return missing.map(({ id }) => `${channelId}: message ${id} is not stored`);
}

function differences(
  what: string,
  pairs: readonly (readonly [name: string, stored: unknown, truth: unknown])[],
): string[] {
  return pairs
    .filter(([, stored, truth]) => stored !== truth)
    .map(([name, stored, truth]) => `${what}: ${name} ${stored}, the world has ${truth}`);
}

/** Of an album the largest counts; null where none says. */
function largest(
  messages: readonly VisibleMessage[],
  name: 'views' | 'forwards' | 'comments',
): number | null {
  const known = messages.map((message) => message[name]).filter((count) => count !== null);
  return known.length === 0 ? null : Math.max(...known);
}

function sumOfReactions(messages: readonly VisibleMessage[]): number {
  const counted = messages.flatMap(({ reactions }) => reactions).filter(({ isPaid }) => isPaid !== true);
  return sumOf(counted.map(({ count }) => count));
}

function sumOf(counts: readonly number[]): number {
  return counts.reduce((sum, count) => sum + count, 0);
}

function secondsOf(instant: Date): number {
  return instant.getTime() / 1_000;
}

import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { aClock, aHistoryRequest, aWorld, testEpoch } from './a-world.ts';
import type { World } from './world.ts';

const ownerMainId = '2200000105';
const daySeconds = 86_400;
const folders: string[] = [];

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

/** Everything visible in a world, as one hash. */
function hashOf(world: World): string {
  const hash = createHash('sha256');
  for (const channel of world.channels()) {
    const { messages } = world.history(channel.id, aHistoryRequest({ limit: 1_000_000 }));
    hash.update(
      JSON.stringify([channel.title, world.subscribers(channel.id), world.pts(channel.id), messages]),
    );
  }
  return hash.digest('hex');
}

describe('the demo world', () => {
  it('is the same to the byte for the same seed and epoch, and another for another seed', async () => {
    const [first, second, other] = await Promise.all([aWorld(), aWorld(), aWorld({ seed: 8 })]);
    expect(hashOf(second)).toBe(hashOf(first));
    expect(hashOf(other)).not.toBe(hashOf(first));
  });

  it('is the same whether its days passed one by one or all at once', async () => {
    const clock = aClock();
    const stepped = await aWorld({ now: clock.now, speed: 3 });
    for (let quarter = 0; quarter < 4 * 48; quarter += 1) {
      clock.move(900);
      stepped.advance();
    }
    const jumped = await aWorld({ now: () => testEpoch + 2 * daySeconds, speed: 3 });
    expect(hashOf(stepped)).toBe(hashOf(jumped));
  });

  it('goes on after its epoch, faster when asked to', async () => {
    const later = { now: () => testEpoch + 5 * daySeconds };
    const [atEpoch, normal, fast] = await Promise.all([
      aWorld(),
      aWorld(later),
      aWorld({ ...later, speed: 4 }),
    ]);
    const before = atEpoch.truth(ownerMainId).posts;
    const grown = normal.truth(ownerMainId).posts - before;
    const grownFast = fast.truth(ownerMainId).posts - before;
    expect(grown).toBeGreaterThan(0);
    expect(grownFast).toBeGreaterThan(2 * grown);
  });

  it('starts within a second', async () => {
    const times: number[] = [];
    for (let round = 0; round < 3; round += 1) {
      const started = performance.now();
      await aWorld();
      times.push(performance.now() - started);
    }
    expect(Math.min(...times)).toBeLessThan(1000);
  });

  it('holds nine channels with 120 days of posts, one of them private, and a public discussion group', async () => {
    const world = await aWorld();
    const broadcasts = world.channels().filter(({ kind }) => kind === 'broadcast');
    expect(broadcasts).toHaveLength(9);
    expect(broadcasts.filter(({ username }) => username === null)).toHaveLength(1);
    for (const { id, title } of broadcasts) {
      const oldest = world.history(id, aHistoryRequest({ limit: 1_000_000 })).messages.at(-1);
      expect(oldest?.service, title).toBe('messageActionChannelCreate');
      expect(testEpoch - (oldest?.date ?? 0), title).toBeGreaterThanOrEqual(120 * daySeconds);
      expect(testEpoch - (oldest?.date ?? 0), title).toBeLessThan(121 * daySeconds);
    }
    const [group] = world.channels().filter(({ kind }) => kind === 'megagroup');
    expect(group?.username).not.toBeNull();
    expect(world.channel(ownerMainId)?.linkedChatId).toBe(group?.id);
  });

  it('holds every trap: albums, custom emoji, paid stars, comments, reposts, edits and deletions', async () => {
    const world = await aWorld();
    const truths = world.channels().map(({ id }) => world.truth(id));
    const changes = world.channels().flatMap(({ id }) => world.changesSince(id, 1));
    expect(truths.some(({ albums }) => albums > 0)).toBe(true);
    expect(truths.some(({ comments }) => comments !== null && comments > 0)).toBe(true);
    expect(truths.some(({ comments, posts }) => comments === null && posts > 0)).toBe(true);
    expect(truths.some(({ paidReactions }) => paidReactions > 0)).toBe(true);
    expect(truths.some(({ repostsFromOtherChannels }) => repostsFromOtherChannels > 0)).toBe(true);
    expect(truths.some(({ postsVisiblyEdited }) => postsVisiblyEdited > 0)).toBe(true);
    expect(truths.some(({ reactions, posts }) => reactions === 0 && posts > 0)).toBe(true);
    expect(changes.some(({ kind }) => kind === 'delete')).toBe(true);
    const custom = truths
      .flatMap(({ reactionsByKey }) => Object.keys(reactionsByKey))
      .find((key) => key.startsWith('custom:'));
    expect(BigInt(custom?.slice('custom:'.length) ?? 0)).toBeGreaterThan(2n ** 53n);
    const grouped = world
      .history(ownerMainId, aHistoryRequest({ limit: 1000 }))
      .messages.flatMap(({ groupedId }) => (groupedId === null ? [] : [BigInt(groupedId)]));
    expect(grouped.length).toBeGreaterThan(0);
    expect(grouped.every((id) => id > 2n ** 53n)).toBe(true);
  });

  it('never lets a counter fall', async () => {
    const world = await aWorld({ now: () => testEpoch + 3 * daySeconds });
    for (const { id: channelId } of world.channels()) {
      const { messages } = world.history(channelId, aHistoryRequest({ limit: 20 }));
      for (const { id, date } of messages) {
        let before = { views: 0, forwards: 0, comments: 0, reactions: 0 };
        for (let at = date; at <= world.now(); at += 3600) {
          const seen = world.message(channelId, id, at);
          const now = {
            views: seen?.views ?? 0,
            forwards: seen?.forwards ?? 0,
            comments: seen?.comments ?? 0,
            reactions: (seen?.reactions ?? []).reduce((sum, { count }) => sum + count, 0),
          };
          expect(now.views).toBeGreaterThanOrEqual(before.views);
          expect(now.forwards).toBeGreaterThanOrEqual(before.forwards);
          expect(now.comments).toBeGreaterThanOrEqual(before.comments);
          expect(now.reactions).toBeGreaterThanOrEqual(before.reactions);
          before = now;
        }
      }
    }
  });

  it('lets fewer people read at night than in the evening', async () => {
    const world = await aWorld({ now: () => testEpoch + 2 * daySeconds });
    const total = (at: number): number => world.truth('2200000101', at).views;
    const day = Math.floor(testEpoch / daySeconds) * daySeconds;
    const night = total(day + 2.5 * 3600) - total(day - 0.5 * 3600);
    const evening = total(day + 16 * 3600) - total(day + 13 * 3600);
    expect(night).toBeLessThan(evening / 2);
  });

  it('counts the same in history and in its truth', async () => {
    const world = await aWorld();
    for (const { id } of world.channels()) {
      const truth = world.truth(id);
      const { messages, count } = world.history(id, aHistoryRequest({ limit: 1_000_000 }));
      expect(messages).toHaveLength(count);
      expect(count).toBe(truth.messages + truth.serviceMessages);
      expect(messages.reduce((sum, { views }) => sum + (views ?? 0), 0)).toBe(truth.viewsNaive);
    }
  });

  it('shows a post that was deleted only until then', async () => {
    const world = await aWorld();
    const [deletion] = world.changesSince('2200000101', 1).filter(({ kind }) => kind === 'delete');
    if (deletion === undefined) throw new Error('the news channel deletes advertisements');
    expect(world.message('2200000101', deletion.messageId, deletion.at - 1)).not.toBeNull();
    expect(world.message('2200000101', deletion.messageId)).toBeNull();
  });

  it('points a repost at a post that exists in the other channel', async () => {
    const world = await aWorld();
    const { messages } = world.history(ownerMainId, aHistoryRequest({ limit: 1000 }));
    const reposts = messages.flatMap(({ forward }) => (forward === null ? [] : [forward]));
    expect(reposts.length).toBeGreaterThan(0);
    for (const { channelId, postId, date } of reposts) {
      expect(world.message(channelId ?? '', postId ?? 0)?.date).toBe(date);
    }
  });
});

describe('what people do', () => {
  it('survives a restart with the same ids, in order with what happened by itself', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'world-'));
    folders.push(folder);
    const journalFile = join(folder, 'journal.jsonl');
    const clock = aClock();
    const world = await aWorld({ now: clock.now, journalFile });
    clock.move(daySeconds);
    const id = world.post(ownerMainId, { text: 'Written by hand' });
    expect(world.join(ownerMainId, '710000004')).toBe(true);
    expect(world.join(ownerMainId, '710000004')).toBe(false);
    clock.move(daySeconds);

    const again = await aWorld({ now: clock.now, journalFile });
    expect(again.message(ownerMainId, id)?.text).toBe('Written by hand');
    expect(again.channel(ownerMainId)?.memberIds.has('710000004')).toBe(true);
    expect(hashOf(again)).toBe(hashOf(world));
  });

  it('is heard by listeners, as is what happens by itself, until they stop', async () => {
    const clock = aClock();
    const world = await aWorld({ now: clock.now });
    const heard: string[] = [];
    const stop = world.onEvent((event) => heard.push(`${event.kind} ${event.channelId}`));
    const id = world.post(ownerMainId, { text: 'Now' });
    // Its copy in the discussion group is a message too.
    expect(heard).toEqual([`post ${ownerMainId}`, `post ${world.channel(ownerMainId)?.linkedChatId}`]);
    expect(world.message(ownerMainId, id)?.views).toBe(1);
    clock.move(daySeconds);
    world.advance();
    expect(heard).toContain('post 2200000101');
    stop();
    const before = heard.length;
    world.post(ownerMainId, { text: 'Unheard' });
    expect(heard).toHaveLength(before);
  });

  it('takes the rights of an administrator who leaves, also over a restart', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'world-'));
    folders.push(folder);
    const journalFile = join(folder, 'journal.jsonl');
    const world = await aWorld({ journalFile });
    const editorId = '710000002';
    expect(world.leave(ownerMainId, editorId)).toBe(true);
    expect(world.join(ownerMainId, editorId)).toBe(true);
    for (const living of [world, await aWorld({ journalFile })]) {
      expect(living.channel(ownerMainId)?.memberIds.has(editorId)).toBe(true);
      expect(living.channel(ownerMainId)?.adminIds.has(editorId)).toBe(false);
    }
  });

  it('changes the count of subscribers by one person', async () => {
    const world = await aWorld();
    const before = world.subscribers(ownerMainId) ?? 0;
    world.join(ownerMainId, '710000004');
    expect(world.subscribers(ownerMainId)).toBe(before + 1);
    world.leave(ownerMainId, '710000004');
    expect(world.subscribers(ownerMainId)).toBe(before);
  });
});

describe('names and hashes', () => {
  it('finds names in any case and never a private channel', async () => {
    const world = await aWorld();
    expect(world.byUsername('GOROD_vesti')).toMatchObject({ kind: 'channel', channel: { id: '2200000101' } });
    expect(world.byUsername('olga_mironova')).toMatchObject({ kind: 'user' });
    expect(world.byUsername('nobody_here')).toBeNull();
  });

  it('gives every caller another access hash, the same after a restart', async () => {
    const [world, again] = await Promise.all([aWorld(), aWorld()]);
    const hash = world.accessHash('710000001', ownerMainId);
    expect(world.accessHash('710000002', ownerMainId)).not.toBe(hash);
    expect(world.accessHash('710000001', '2200000101')).not.toBe(hash);
    expect(again.accessHash('710000001', ownerMainId)).toBe(hash);
  });

  it('refuses the same channel from two sources', async () => {
    const twice = aWorld({ sources: [{ kind: 'demo' }, { kind: 'demo' }] });
    await expect(twice).rejects.toMatchObject({ code: 'channel-twice' });
  });
});

describe('a synthetic channel', () => {
  it('has exactly the asked number of messages, the same for the same seed', async () => {
    const sources = [{ kind: 'synthetic', messages: 3000, seed: 4 }] as const;
    const [world, again] = await Promise.all([aWorld({ sources }), aWorld({ sources })]);
    const [channel] = world.channels();
    const truth = world.truth(channel?.id ?? '');
    expect(truth.messages).toBe(3000);
    expect(truth.albums).toBeGreaterThan(0);
    expect(truth.reactions).toBeGreaterThan(0);
    expect(hashOf(again)).toBe(hashOf(world));
  });
});

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { aClock } from './a-world.ts';
import { createWorld } from './create-world.ts';
import type { VisibleMessage, World, WorldChannel, WorldEvent } from './world.ts';

const folder = mkdtempSync(join(tmpdir(), 'discussion-copy-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const everything = { offsetId: 0, offsetDate: 0, addOffset: 0, limit: 100_000, minId: 0, maxId: 0 };

async function start(clock = aClock(), journalFile: string | null = null) {
  const world = await createWorld({
    sources: [{ kind: 'demo' }],
    ...{ seed: 1, epoch: clock.now(), now: clock.now, tickMs: 0, journalFile },
  });
  const channel = world.channels().find(({ kind, linkedChatId }) => kind === 'broadcast' && linkedChatId);
  if (channel === undefined) throw new Error('the demo world has no channel with a discussion group');
  return { world, clock, channel, groupId: channel.linkedChatId ?? '' };
}

/** The copies of a channel's posts in its group, with the posts. */
function copies(world: World, channel: WorldChannel): [VisibleMessage, VisibleMessage | null][] {
  return world
    .history(channel.linkedChatId ?? '', everything)
    .messages.filter(({ isThreadHead }) => isThreadHead === true)
    .map((copy) => [copy, world.message(channel.id, copy.forward?.postId ?? 0)]);
}

it('is edited when a person edits the post, tells so, and stays edited over a restart', async () => {
  const journalFile = join(folder, 'journal.jsonl');
  const { world, clock, channel, groupId } = await start(aClock(), journalFile);
  const epoch = clock.now();
  const messageId = world.post(channel.id, { text: 'first' });
  const head = world.threadOf(channel.id, messageId)?.headId ?? 0;
  clock.move(60);
  const events: WorldEvent[] = [];
  world.onEvent((event) => events.push(event));
  const [pts, groupPts] = [world.pts(channel.id), world.pts(groupId)];
  world.change({ kind: 'edit', channelId: channel.id, messageId, text: 'second', entities: [] });
  expect(world.message(groupId, head)).toMatchObject({
    text: 'second',
    editDate: world.message(channel.id, messageId)?.editDate,
  });
  expect(events).toEqual([
    { kind: 'edit', channelId: channel.id, messageId, pts: pts + 1 },
    { kind: 'edit', channelId: groupId, messageId: head, pts: groupPts + 1 },
  ]);
  world.close();
  const again = await createWorld({
    sources: [{ kind: 'demo' }],
    ...{ seed: 1, epoch, now: clock.now, tickMs: 0, journalFile },
  });
  expect(again.message(groupId, head)).toMatchObject({ text: 'second' });
  again.close();
});

it('says what its post says all through the history that was generated, hidden edits included', async () => {
  const { world, channel } = await start();
  const pairs = copies(world, channel);
  const edited = pairs.filter(([copy]) => copy.editDate !== null);
  expect(edited.length).toBeGreaterThan(0);
  for (const [copy, post] of pairs) {
    if (post !== null) expect([copy.text, copy.editDate]).toEqual([post.text, post.editDate]);
  }
  world.close();
});

it('is no longer touched once it was deleted', async () => {
  const { world, channel, groupId } = await start();
  const messageId = world.post(channel.id, { text: 'first' });
  const head = world.threadOf(channel.id, messageId)?.headId ?? 0;
  world.change({ kind: 'delete', channelId: groupId, messageId: head });
  const before = world.pts(groupId);
  expect(world.change({ kind: 'edit', channelId: channel.id, messageId, text: 'x', entities: [] })).toBe(
    true,
  );
  expect(world.pts(groupId)).toBe(before);
  world.close();
});

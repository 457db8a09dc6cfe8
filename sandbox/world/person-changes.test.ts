import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { createWorld } from './create-world.ts';
import { people } from './people.ts';
import type { World, WorldEvent } from './world.ts';

const folder = mkdtempSync(join(tmpdir(), 'person-changes-'));
const epoch = 1_760_000_000;
let at = epoch;
let world: World;

function open(): Promise<World> {
  return createWorld({
    sources: [{ kind: 'demo' }],
    seed: 1,
    epoch,
    now: () => at,
    tickMs: 0,
    journalFile: join(folder, 'journal.jsonl'),
  });
}

afterAll(() => rmSync(folder, { recursive: true }));

it('reacts, edits, deletes and makes links, tells of it, and knows it all after a restart', async () => {
  world = await open();
  const channel = world.channels().find(({ creatorId }) => creatorId === people.owner.id);
  if (channel === undefined) throw new Error('the owner has no channel');
  const channelId = channel.id;
  const events: WorldEvent[] = [];
  const [first, second] = [
    world.post(channelId, { text: 'first' }),
    world.post(channelId, { text: 'second' }),
  ];
  world.onEvent((event) => events.push(event));
  at += 5;
  const react = (emoticon: string | null) =>
    world.change({ kind: 'react', channelId, messageId: first, userId: people.viewer.id, emoticon });
  expect([react('🔥'), react('🔥')]).toEqual([true, false]);
  expect(world.message(channelId, first)?.reactions).toContainEqual({ emoticon: '🔥', count: 1 });
  expect(world.change({ kind: 'edit', channelId, messageId: first, text: 'better', entities: [] })).toBe(
    true,
  );
  expect(world.change({ kind: 'delete', channelId, messageId: second })).toBe(true);
  expect(world.change({ kind: 'delete', channelId, messageId: second })).toBe(false);
  expect(events.filter((event) => event.channelId === channelId)).toMatchObject([
    { kind: 'react', messageId: first },
    { kind: 'edit', messageId: first },
    { kind: 'delete', messageIds: [second] },
  ]);
  const invite = {
    hash: 'abcdefghijklmnop',
    channelId,
    creatorId: people.owner.id,
    title: 'Mine',
    date: at,
    isPermanent: false,
    usageLimit: 5,
    expireAt: null,
    isRevoked: false,
  };
  world.change({ kind: 'invite', channelId, invite });
  world.change({ kind: 'invite', channelId, invite: { ...invite, isRevoked: true } });
  const pts = world.pts(channelId);
  world.close();
  world = await open();
  expect(world.message(channelId, first)).toMatchObject({ text: 'better', editDate: at });
  expect([...world.personReactions(channelId, first)]).toEqual([[people.viewer.id, '🔥']]);
  expect(world.message(channelId, second)).toBeNull();
  expect(world.inviteByHash(invite.hash)).toMatchObject({ title: 'Mine', isRevoked: true });
  expect(world.pts(channelId)).toBe(pts);
  at += 5;
  expect(react(null)).toBe(true);
  expect(world.personReactions(channelId, first).size).toBe(0);
  world.close();
});

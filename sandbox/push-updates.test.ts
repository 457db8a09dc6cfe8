import { Api } from 'telegram';
import { afterEach, describe, expect, it } from 'vitest';
import { createRsaKey } from '#sandbox/crypto/rsa-key.ts';
import { testApi } from '#sandbox/methods/a-caller.ts';
import { LoopbackTransport } from '#sandbox/methods/loopback-transport.test-client.ts';
import { createMethodHandler } from '#sandbox/methods/registry.ts';
import { createAuthorizedKey } from '#sandbox/mtproto/authorized-key.ts';
import { createDataCentre, type DataCentre } from '#sandbox/mtproto/data-centre.ts';
import { createGramjs } from '#sandbox/mtproto/gramjs.test-client.ts';
import { openKeyStore } from '#sandbox/mtproto/key-store.ts';
import { createMtcute } from '#sandbox/mtproto/mtcute.test-client.ts';
import { toStringSession } from '#sandbox/mtproto/string-session.ts';
import { aClock, aWorld } from '#sandbox/world/a-world.ts';
import { people } from '#sandbox/world/people.ts';
import { pushUpdates } from './push-updates.ts';

const ownerMainId = '2200000105';
const rsaKey = createRsaKey();
const closers: (() => unknown)[] = [];

afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

/** One update as both libraries tell it. */
interface Heard {
  name: string;
  pts: number | null;
  messageId: number | null;
  views: number | null;
  forwards?: number;
  /** The emoji and how often it was left. */
  reactions?: [string, number][];
}

type Listen = (dataCentre: DataCentre, userId: string) => Promise<Heard[]>;

async function listenWithGramjs(dataCentre: DataCentre, userId: string): Promise<Heard[]> {
  const authKey = createAuthorizedKey(dataCentre.keyStore, userId);
  const session = toStringSession({ dcId: 2, ip: dataCentre.announcedIp, port: 20_000, authKey });
  const client = createGramjs({ dataCentres: [dataCentre], rsaKey, session });
  const heard: Heard[] = [];
  client.addEventHandler((update: unknown) => {
    if (update instanceof Api.UpdateNewChannelMessage || update instanceof Api.UpdateEditChannelMessage) {
      heard.push({ name: update.className, pts: update.pts, messageId: update.message.id, views: null });
    }
    if (update instanceof Api.UpdateDeleteChannelMessages) {
      const messageId = update.messages[0] ?? null;
      heard.push({ name: update.className, pts: update.pts, messageId, views: null });
    }
    if (update instanceof Api.UpdateChannelMessageViews) {
      heard.push({ name: update.className, pts: null, messageId: update.id, views: update.views });
    }
    if (update instanceof Api.UpdateChannelMessageForwards) {
      const { className: name, id: messageId, forwards } = update;
      heard.push({ name, pts: null, messageId, views: null, forwards });
    }
    if (update instanceof Api.UpdateMessageReactions) {
      const reactions = update.reactions.results.map(({ reaction, count }): [string, number] => {
        return [reaction instanceof Api.ReactionEmoji ? reaction.emoticon : '', count];
      });
      heard.push({ name: update.className, pts: null, messageId: update.msgId, views: null, reactions });
    }
  });
  await client.connect();
  await client.invoke(new Api.updates.GetState());
  closers.push(() => client.destroy());
  return heard;
}

async function listenWithMtcute(dataCentre: DataCentre, userId: string): Promise<Heard[]> {
  const client = await createMtcute({ dataCentre, rsaKey, transport: new LoopbackTransport() });
  const authKey = createAuthorizedKey(dataCentre.keyStore, userId);
  const { host: ipAddress, port } = dataCentre.address;
  const dc = { id: dataCentre.id, ipAddress, port };
  await client.importSession({ authKey, primaryDcs: { main: dc, media: dc } });
  const heard: Heard[] = [];
  client.onServerUpdate.add((container) => {
    if (container._ !== 'updates') return;
    for (const update of container.updates) {
      const name = update._.charAt(0).toUpperCase() + update._.slice(1);
      if (update._ === 'updateNewChannelMessage' || update._ === 'updateEditChannelMessage') {
        heard.push({ name, pts: update.pts, messageId: update.message.id, views: null });
      }
      if (update._ === 'updateDeleteChannelMessages') {
        heard.push({ name, pts: update.pts, messageId: update.messages[0] ?? null, views: null });
      }
      if (update._ === 'updateChannelMessageViews') {
        heard.push({ name, pts: null, messageId: update.id, views: update.views });
      }
      if (update._ === 'updateChannelMessageForwards') {
        const { id: messageId, forwards } = update;
        heard.push({ name, pts: null, messageId, views: null, forwards });
      }
      if (update._ === 'updateMessageReactions') {
        const reactions = update.reactions.results.map(({ reaction, count }): [string, number] => {
          return [reaction._ === 'reactionEmoji' ? reaction.emoticon : '', count];
        });
        heard.push({ name, pts: null, messageId: update.msgId, views: null, reactions });
      }
    }
  });
  await client.call({ _: 'updates.getState' });
  closers.push(() => client.destroy());
  return heard;
}

const clients: [string, Listen][] = [
  ['GramJS', listenWithGramjs],
  ['mtcute', listenWithMtcute],
];

async function start() {
  const clock = aClock();
  const world = await aWorld({ now: clock.now });
  const dataCentre = await createDataCentre({
    id: 2,
    host: '127.0.0.1',
    port: 0,
    announcedIp: '127.0.1.2',
    rsaKey,
    keyStore: openKeyStore(null),
    handler: createMethodHandler({ world, dcs: [], ...testApi, botOfToken: () => null }),
  });
  const pushing = pushUpdates({ world, dataCentres: [dataCentre], countersEveryMs: 0 });
  closers.push(() => dataCentre.close(), pushing.stop);
  return { clock, world, dataCentre, pushing };
}

describe.each(clients)('pushed updates, heard by %s', (_, listen) => {
  it('tell a member every post, edit and deletion in order, with the pts a poll would give', async () => {
    const { clock, world, dataCentre } = await start();
    const heard = await listen(dataCentre, people.viewer.id);
    const before = world.pts(ownerMainId);
    const id = world.post(ownerMainId, { text: 'Pushed' });
    // The viewer is in the discussion group too, which gets its copy.
    await expect.poll(() => heard).toHaveLength(2);
    expect(heard[0]).toEqual({
      name: 'UpdateNewChannelMessage',
      pts: before + 1,
      messageId: id,
      views: null,
    });

    clock.move(3 * 86_400);
    world.advance();
    const changes = world
      .channels()
      .filter(({ memberIds }) => memberIds.has(people.viewer.id))
      .flatMap((channel) =>
        world.changesSince(channel.id, 1).filter(({ at }) => at >= clock.now() - 3 * 86_400),
      );
    // A post that was deleted within these days is told by its deletion alone.
    const told = changes.filter(({ kind }) => kind === 'delete');
    await expect
      .poll(() => heard.filter(({ name }) => name === 'UpdateDeleteChannelMessages').length)
      .toBe(told.length);
    expect(told.length).toBeGreaterThan(0);
    expect(heard.some(({ name }) => name === 'UpdateEditChannelMessage')).toBe(true);
    const known = new Set(changes.map(({ pts, messageId }) => `${pts}:${messageId}`));
    for (const { pts, messageId } of heard) expect(known).toContain(`${pts}:${messageId}`);
  });

  it('tell a member how views and reactions grow, and whoever is no member nothing', async () => {
    const { clock, world, dataCentre, pushing } = await start();
    const [member, stranger] = [
      await listen(dataCentre, people.viewer.id),
      await listen(dataCentre, people.stranger.id),
    ];
    pushing.pushCounters();
    clock.move(6 * 3_600);
    pushing.pushCounters();
    const grown = (name: string) => member.filter((update) => update.name === name);
    await expect.poll(() => grown('UpdateChannelMessageViews').length).toBeGreaterThan(3);
    await expect.poll(() => grown('UpdateMessageReactions').length).toBeGreaterThan(0);
    const inOwner = grown('UpdateChannelMessageViews').filter(
      ({ messageId, views }) => world.message(ownerMainId, messageId ?? 0)?.views === views,
    );
    expect(inOwner.length).toBeGreaterThan(0);
    const forwarded = grown('UpdateChannelMessageForwards').filter(
      ({ messageId, forwards }) => world.message(ownerMainId, messageId ?? 0)?.forwards === forwards,
    );
    expect(forwarded.length).toBeGreaterThan(0);
    const id = world.post(ownerMainId, { text: 'Not for everybody' });
    await expect.poll(() => member.some(({ messageId }) => messageId === id)).toBe(true);
    expect(stranger.filter(({ messageId }) => messageId === id)).toEqual([]);
  });

  it('tell a member at once what a person left on a post and took back, and then no second time', async () => {
    const { world, dataCentre, pushing } = await start();
    const member = await listen(dataCentre, people.viewer.id);
    const channelId = ownerMainId;
    const messageId = world.post(channelId, { text: 'Like it' });
    pushing.pushCounters();
    const react = { kind: 'react', channelId, messageId, userId: people.editor.id } as const;
    world.change({ ...react, emoticon: '🔥' });
    world.change({ ...react, emoticon: '👍' });
    world.change({ ...react, emoticon: null });
    pushing.pushCounters();
    const after = world.post(channelId, { text: 'Told after everything else' });
    const name = 'UpdateNewChannelMessage';
    await expect.poll(() => member).toContainEqual(expect.objectContaining({ name, messageId: after }));
    const told = member.filter(({ name }) => name === 'UpdateMessageReactions');
    expect(told.map((update) => [update.messageId, update.reactions])).toEqual([
      [messageId, [['🔥', 1]]],
      [messageId, [['👍', 1]]],
      [messageId, []],
    ]);
  });
});

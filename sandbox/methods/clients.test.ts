import bigInt from 'big-integer';
import { Api } from 'telegram';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRsaKey, type RsaKey } from '#sandbox/crypto/rsa-key.ts';
import { createAuthorizedKey } from '#sandbox/mtproto/authorized-key.ts';
import { createDataCentre, type DataCentre } from '#sandbox/mtproto/data-centre.ts';
import { createGramjs } from '#sandbox/mtproto/gramjs.test-client.ts';
import { openKeyStore } from '#sandbox/mtproto/key-store.ts';
import { createMtcute } from '#sandbox/mtproto/mtcute.test-client.ts';
import { toStringSession } from '#sandbox/mtproto/string-session.ts';
import { aWorld } from '#sandbox/world/a-world.ts';
import { collector } from '#sandbox/world/people.ts';
import type { ChannelTruth, World } from '#sandbox/world/world.ts';
import { testApi } from './a-caller.ts';
import { createCallLog } from './call-log.ts';
import { LoopbackTransport } from './loopback-transport.test-client.ts';
import { createMethodHandler } from './registry.ts';

const channelId = '2200000105';
const username = 'ostrov_utra';
const callLog = createCallLog();
const failures: unknown[] = [];

let world: World;
let rsaKey: RsaKey;
let dataCentre: DataCentre;

/** What both clients count by themselves from the messages they read. */
type Counts = Pick<ChannelTruth, 'messages' | 'serviceMessages' | 'viewsNaive' | 'reactionsByKey'> & {
  albumItems: number;
};

beforeAll(async () => {
  world = await aWorld();
  rsaKey = createRsaKey();
  const dcs: { id: number; ip: string; port: number }[] = [];
  dataCentre = await createDataCentre({
    id: 2,
    host: '127.0.0.1',
    port: 0,
    announcedIp: '127.0.1.2',
    rsaKey,
    keyStore: openKeyStore(null),
    handler: createMethodHandler({ world, dcs, ...testApi, botOfToken: () => null, callLog }),
    onFailure: (failure) => failures.push(failure),
  });
  dcs.push({ id: 2, ip: '127.0.1.2', port: dataCentre.address.port });
});

afterAll(async () => {
  await dataCentre.close();
});

/** What they must count. */
function expectedCounts(): Counts {
  const { messages, serviceMessages, viewsNaive, reactionsByKey } = world.truth(channelId);
  const request = { offsetId: 0, offsetDate: 0, addOffset: 0, limit: 10_000, minId: 0, maxId: 0 };
  const albumItems = world
    .history(channelId, request)
    .messages.filter(({ groupedId }) => groupedId !== null).length;
  return { messages, serviceMessages, viewsNaive, reactionsByKey, albumItems };
}

function noCounts(): Counts {
  return { messages: 0, serviceMessages: 0, viewsNaive: 0, reactionsByKey: {}, albumItems: 0 };
}

function add(counts: Counts, key: string, count: number): void {
  counts.reactionsByKey[key] = (counts.reactionsByKey[key] ?? 0) + count;
}

describe('a whole history', () => {
  it('is read by GramJS with the counts of the world', async () => {
    const authKey = createAuthorizedKey(dataCentre.keyStore, collector.id);
    const session = toStringSession({ dcId: 2, ip: '127.0.1.2', port: 20_000, authKey });
    const client = createGramjs({ dataCentres: [dataCentre], rsaKey, session });
    try {
      await client.connect();
      const { chats } = await client.invoke(new Api.contacts.ResolveUsername({ username }));
      const [channel] = chats;
      if (!(channel instanceof Api.Channel)) throw new Error('the name leads to no channel');
      const peer = new Api.InputPeerChannel({
        channelId: channel.id,
        accessHash: channel.accessHash ?? bigInt.zero,
      });
      expect(await readWithGramjs((request) => client.invoke(request), peer)).toEqual(expectedCounts());
    } finally {
      await client.destroy();
    }
    expect(failures).toEqual([]);
    expect(callLog.unknownMethods()).toEqual([]);
  });

  it('is read by mtcute with the counts of the world', async () => {
    const client = await createMtcute({ dataCentre, rsaKey, transport: new LoopbackTransport() });
    const authKey = createAuthorizedKey(dataCentre.keyStore, collector.id);
    try {
      // Without its own addresses a session brings those of Telegram's production servers.
      const { host: ipAddress, port } = dataCentre.address;
      const dc = { id: dataCentre.id, ipAddress, port };
      await client.importSession({ authKey, primaryDcs: { main: dc, media: dc } });
      expect((await client.getMe()).id).toBe(Number(collector.id));
      const counts = noCounts();
      for await (const message of client.iterHistory(username, { limit: 10_000 })) {
        if (message.isService) {
          counts.serviceMessages += 1;
          continue;
        }
        counts.messages += 1;
        counts.viewsNaive += message.views ?? 0;
        if (message.groupedId !== null) counts.albumItems += 1;
        for (const { emoji, count } of message.reactions?.reactions ?? []) {
          add(counts, typeof emoji === 'string' ? emoji : `custom:${emoji}`, count);
        }
      }
      expect(counts).toEqual(expectedCounts());
      const full = await client.getFullChat(username);
      expect(full.membersCount).toBe(world.subscribers(channelId));
    } finally {
      await client.destroy();
    }
    expect(failures).toEqual([]);
    expect(callLog.unknownMethods()).toEqual([]);
  });
});

async function readWithGramjs(
  invoke: (request: Api.messages.GetHistory) => Promise<Api.messages.TypeMessages>,
  peer: Api.InputPeerChannel,
): Promise<Counts> {
  const counts = noCounts();
  for (let offsetId = 0; ; ) {
    const page = await invoke(new Api.messages.GetHistory({ peer, offsetId, limit: 100 }));
    if (!(page instanceof Api.messages.ChannelMessages)) throw new Error(`got ${page.className}`);
    for (const message of page.messages) {
      if (message instanceof Api.MessageService) counts.serviceMessages += 1;
      if (!(message instanceof Api.Message)) continue;
      counts.messages += 1;
      counts.viewsNaive += message.views ?? 0;
      if (message.groupedId) counts.albumItems += 1;
      for (const { reaction, count } of message.reactions?.results ?? []) {
        if (reaction instanceof Api.ReactionEmoji) add(counts, reaction.emoticon, count);
        if (reaction instanceof Api.ReactionCustomEmoji) add(counts, `custom:${reaction.documentId}`, count);
      }
    }
    const last = page.messages.at(-1);
    if (last === undefined) return counts;
    offsetId = last.id;
  }
}

import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LocalTelegram, startLocalTelegram } from '../local-telegram.test-client.ts';
import { createAddressBook } from './address-book.ts';
import { connectClient } from './connect-client.ts';
import { type ChannelPeer, fetchHistory, fetchMessages } from './fetch-history.ts';
import { type KeptSession, keepSession } from './keep-session.ts';
import { resolveUsername } from './resolve-username.ts';
import { trustServerKey } from './server-key.ts';
import { parseSessionString } from './session-string.ts';

let telegram: LocalTelegram;
let session: KeptSession;
let peer: ChannelPeer;

beforeAll(async () => {
  telegram = await startLocalTelegram([{ kind: 'demo' }]);
  const { apiId, apiHash, sessionString, publicKeyFile, dc, dcMap } = telegram.mtproto;
  trustServerKey(readFileSync(publicKeyFile ?? '', 'utf8'));
  session = keepSession({
    connect: (onClosed) =>
      connectClient({
        apiId: apiId ?? 0,
        apiHash: apiHash ?? '',
        session: parseSessionString(sessionString ?? ''),
        addressBook: createAddressBook({ dc, dcMap }),
        onClosed,
        onSymptom: () => undefined,
      }),
    onCall: () => undefined,
    onStateChange: () => undefined,
    now: Date.now,
    random: Math.random,
  });
  const resolved = await resolveUsername(session, 'gorod_vesti');
  if (resolved.kind !== 'channel') throw new Error(resolved.kind);
  peer = resolved.channel;
});

afterAll(async () => {
  await session.stop();
  expect(session.openSockets()).toBe(0);
  await telegram.close();
});

describe('reading messages over the wire', () => {
  it('gives pages that follow one another without a gap or a double', async () => {
    const first = await fetchHistory(session, peer, 0);
    const second = await fetchHistory(session, peer, first.lowestId ?? 0);
    expect(first.size).toBe(100);
    expect(first.unreadable).toEqual([]);
    const ids = [...first.messages, ...second.messages].map((message) => message.messageId);
    expect(ids).toEqual(ids.toSorted((left, right) => right - left));
    expect(new Set(ids).size).toBe(ids.length);
    expect(Math.max(...second.messages.map((message) => message.messageId))).toBeLessThan(
      first.lowestId ?? 0,
    );
  });

  it('gives the same messages by their ids as in the history, and none for ids that do not exist', async () => {
    const page = await fetchHistory(session, peer, 0);
    const wanted = page.messages.slice(0, 7);
    const ids = wanted.map((message) => message.messageId);
    const byId = await fetchMessages(session, peer, [...ids, 999_999]);
    expect(byId.messages).toEqual(wanted);
  });

  it('keeps group ids that no number could hold', async () => {
    const all = { offsetId: 0, offsetDate: 0, addOffset: 0, limit: 10_000, minId: 0, maxId: 0 };
    const albums = telegram.world
      .history(peer.channelId, all)
      .messages.filter((message) => message.groupedId !== null)
      .slice(0, 100);
    expect(albums.length).toBeGreaterThan(1);
    const { messages } = await fetchMessages(
      session,
      peer,
      albums.map((message) => message.id),
    );
    const groupOf = new Map(messages.map((message) => [message.messageId, message.groupedId]));
    for (const { id, groupedId } of albums) {
      expect(BigInt(groupedId ?? 0)).toBeGreaterThan(2n ** 53n);
      expect(groupOf.get(id)).toBe(groupedId);
    }
  });
});

import { once } from 'node:events';
import { connect } from 'node:net';
import { layers } from '#sandbox/tl/layers.ts';
import type { TlObject } from '#sandbox/tl/tl-object.ts';
import { writeTl } from '#sandbox/tl/write-tl.ts';
import { createFull } from '#sandbox/transport/full.ts';
import { createIntermediate } from '#sandbox/transport/intermediate.ts';
import { createRandom, type Random } from '#sandbox/world/random.ts';
import { createAuthorizedKey } from './authorized-key.ts';
import { CONTAINER_ID, writeContainer } from './container.ts';
import type { DataCentre } from './data-centre.ts';
import { sealMessage } from './encrypted-message.ts';
import { openRaw, type RawClient, withLayer } from './raw-client.test-client.ts';

/** What a connection of one bad frame came to: ended without a word, or with -404. */
export type Ending = 'closed' | 'refused' | 'answered';

export interface FuzzOutcome {
  frames: number;
  /** How often each kind of frame came to each ending. */
  endings: Record<string, number>;
  /** Frames inside a living session, which may cost it at most its connection. */
  sessionFrames: number;
  /** Good calls among them, `contacts.resolveUsername` of `fuzz_0`, `fuzz_1` …, some of them replayed. */
  calls: number;
  /** Containers of a good call and one with a bad id, of `refused_0`, `refused_1` …. */
  mixed: number;
  reconnects: number;
}

const fatalIds = new Set([0xd1435160, 0xf3427b8c]);
const handshakeIds = [0xbe7e8ef1, 0x60469778, 0xd712e4be, 0xf5045f1f] as const;
/** -404, as little-endian bytes. */
const unknownKey = Buffer.from('6cfeffff', 'hex');
const atOnce = 50;
/** Each is a connection of its own, which costs as much as fifty frames inside a session. */
const badConnectionShare = 0.05;

/**
 * Sends a data centre so many bad frames, the same for the same seed: nearly all inside an encrypted session (random
 * content, containers that lie, replays), the others each on a connection of its own (garbage, truncated and damaged
 * frames, unknown keys, lengths beyond all measure, broken handshakes).
 */
export async function fuzzFrames(dataCentre: DataCentre, frames: number, seed: number): Promise<FuzzOutcome> {
  const random = createRandom(`fuzz:${seed}`);
  const authKey = createAuthorizedKey(dataCentre.keyStore, '5000000001');
  const outcome: FuzzOutcome = { frames, endings: {}, sessionFrames: 0, calls: 0, mixed: 0, reconnects: 0 };
  let client = await logIn(dataCentre, authKey);
  let lastSent: { messageId: bigint; sequence: number; body: Buffer } | null = null;
  for (let sent = 0; sent < frames; sent += atOnce) {
    const shots: Promise<void>[] = [];
    client.socket.cork();
    for (let index = 0; index < Math.min(atOnce, frames - sent); index += 1) {
      if (random.chance(badConnectionShare)) {
        const { kind, bytes } = aBadConnection(random, authKey);
        shots.push(
          shoot(dataCentre, bytes).then((ending) => {
            outcome.endings[`${kind} ${ending}`] = (outcome.endings[`${kind} ${ending}`] ?? 0) + 1;
          }),
        );
        continue;
      }
      outcome.sessionFrames += 1;
      if (lastSent === null || !random.chance(0.15)) {
        const isCall = random.chance(0.1);
        const isMixed = isCall && random.chance(0.2);
        const body = isMixed
          ? aMixedContainer(random, client, outcome)
          : isCall
            ? aCall(`fuzz_${outcome.calls}`)
            : aBody(random);
        const isOdd = !isMixed && (isCall || random.chance(0.9));
        const sequence = outcome.sessionFrames * 2 + (isOdd ? 1 : 0);
        lastSent = { messageId: client.messageId(), sequence, body };
        if (isCall) outcome.calls += 1;
        if (isMixed) outcome.mixed += 1;
      }
      client.send(lastSent);
    }
    client.socket.uncork();
    await Promise.all(shots);
    await new Promise((resolve) => setImmediate(resolve));
    if (client.isClosed) {
      outcome.reconnects += 1;
      client = await logIn(dataCentre, authKey);
      lastSent = null;
    }
  }
  await once(client.socket.end(), 'close');
  return outcome;
}

async function logIn(dataCentre: DataCentre, authKey: Buffer): Promise<RawClient> {
  const client = await openRaw(dataCentre, authKey);
  const getState: TlObject = { _: 'updates.getState' };
  client.request(withLayer(getState));
  client.salt = (await client.next('bad_server_salt')).object.new_server_salt as bigint;
  client.request(withLayer(getState));
  await client.next('rpc_result');
  // From now on answers are taken and not opened, which would be half of the work.
  client.socket.removeAllListeners('data').resume();
  return client;
}

function aCall(username: string): Buffer {
  return writeTl(198, { _: 'contacts.resolveUsername', username });
}

/** A container that is whole: a call with a bad id, which must not be carried out, before the next good one. */
function aMixedContainer(
  random: Random,
  client: RawClient,
  { sessionFrames, calls, mixed }: FuzzOutcome,
): Buffer {
  const sequence = sessionFrames * 2 + 1;
  const tooOld = -(BigInt(random.integer(310, 100_000)) << 32n);
  const bad = client.messageId() + random.pick([1n, 2n, 3n, tooOld]);
  const messages = [
    { messageId: bad, sequence, body: aCall(`refused_${mixed}`) },
    { messageId: client.messageId(), sequence, body: aCall(`fuzz_${calls}`) },
  ];
  const [container] = writeContainer(messages, (body) => ({ messageId: 0n, sequence: 0, body }));
  if (container === undefined) throw new Error('No container was made.');
  return container.body;
}

/** A combinator of any layer with random content behind it, a container that lies, or bytes of no meaning. */
function aBody(random: Random): Buffer {
  const body = bytesOf(random, 4 * random.integer(2, 40));
  const combinators = layers()[random.integer(0, layers().length - 1)]?.combinators ?? [];
  const id = combinators[random.integer(0, combinators.length - 1)]?.id ?? 0;
  if (random.chance(0.15)) {
    body.writeUInt32LE(CONTAINER_ID);
    body.writeInt32LE(random.pick([0, 1, 3, 1021, 2 ** 31 - 1, -1]), 4);
  } else if (!fatalIds.has(id)) body.writeUInt32LE(id);
  return body;
}

function aBadConnection(random: Random, authKey: Buffer): { kind: string; bytes: Buffer } {
  const head = Buffer.from('eeeeeeee', 'hex');
  const frame = (packet: Buffer): Buffer => Buffer.concat([head, createIntermediate(false).frame(packet)]);
  const kind = random.pick(['garbage', 'truncated', 'damaged', 'unknown key', 'oversized', 'handshake']);
  if (kind === 'garbage') {
    const start = Buffer.from(random.pick(['ef', 'eeeeeeee', 'dddddddd', '']), 'hex');
    return { kind, bytes: Buffer.concat([start, bytesOf(random, random.integer(1, 400))]) };
  }
  if (kind === 'truncated') {
    const whole = frame(aPacket(random, authKey));
    return { kind, bytes: whole.subarray(0, random.integer(5, whole.length - 1)) };
  }
  if (kind === 'damaged') {
    const packet = aPacket(random, authKey);
    const at = random.integer(8, packet.length - 1);
    packet[at] = (packet[at] ?? 0) ^ (1 << random.integer(0, 7));
    return { kind, bytes: frame(packet) };
  }
  if (kind === 'unknown key') return { kind, bytes: frame(aPacket(random, bytesOf(random, 256))) };
  if (kind === 'oversized') {
    const length = Buffer.alloc(4);
    length.writeUInt32LE(random.integer(2 * 1024 * 1024 + 1, 0x7fffffff));
    return { kind, bytes: Buffer.concat([head, length, bytesOf(random, 64)]) };
  }
  const body = bytesOf(random, 4 * random.integer(1, 120));
  body.writeUInt32LE(random.pick(handshakeIds));
  const header = Buffer.alloc(20);
  header.writeInt32LE(body.length, 16);
  return { kind, bytes: createFull().frame(Buffer.concat([header, body])) };
}

function aPacket(random: Random, authKey: Buffer): Buffer {
  const messageId = BigInt(Math.floor(Date.now() / 1000)) << 32n;
  const sessionId = bytesOf(random, 8).readBigInt64LE();
  const body = writeTl(198, { _: 'updates.getState' });
  return sealMessage({ salt: 0n, sessionId, messageId, sequence: 1, body }, authKey, 'from-client');
}

function bytesOf(random: Random, length: number): Buffer {
  const bytes = Buffer.allocUnsafe(length);
  for (let at = 0; at < length; at += 1) bytes[at] = random.integer(0, 255);
  return bytes;
}

/** Sends the bytes and nothing more, and waits for the end the server makes of it. */
async function shoot(dataCentre: DataCentre, bytes: Buffer): Promise<Ending> {
  const socket = connect(dataCentre.address.port, dataCentre.address.host);
  const answer: Buffer[] = [];
  socket.on('data', (chunk: Buffer) => answer.push(chunk));
  socket.on('error', () => {
    // A reset is an end as good as any; 'close' follows.
  });
  socket.end(bytes);
  await once(socket, 'close');
  const given = Buffer.concat(answer);
  if (given.length === 0) return 'closed';
  return given.length <= 24 && given.includes(unknownKey) ? 'refused' : 'answered';
}

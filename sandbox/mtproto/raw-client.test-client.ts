import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { gunzipSync } from 'node:zlib';
import { computeAuthKeyId } from '#sandbox/crypto/auth-key-id.ts';
import { readTl } from '#sandbox/tl/read-tl.ts';
import type { TlObject } from '#sandbox/tl/tl-object.ts';
import { writeTl } from '#sandbox/tl/write-tl.ts';
import { createIntermediate } from '#sandbox/transport/intermediate.ts';
import { isContainer, readContainer } from './container.ts';
import type { DataCentre } from './data-centre.ts';
import { openMessage, sealMessage } from './encrypted-message.ts';

/** A message as it came, containers opened. */
export interface ReceivedMessage {
  messageId: bigint;
  sequence: number;
  object: TlObject;
}

export interface SentMessage {
  messageId: bigint;
  sequence?: number;
  body: TlObject | Buffer;
}

/** A client that says exactly what a test wants, also what no real one would. */
export interface RawClient {
  socket: Socket;
  salt: bigint;
  sessionId: bigint;
  /** A message id of `secondsAhead` from now. */
  messageId(secondsAhead?: number): bigint;
  send(message: SentMessage): void;
  /** Sends a request with the next odd sequence number; its message id. */
  request(body: TlObject): bigint;
  /** The first message of this name not taken yet. */
  next(name: string): Promise<ReceivedMessage>;
  /** Everything received and not taken. */
  received: ReceivedMessage[];
  /** Code of a transport error, once there is one. */
  transportError: number | null;
  isClosed: boolean;
}

/** Connects; the caller destroys the socket. */
export async function openRaw(
  dataCentre: Pick<DataCentre, 'address'>,
  authKey: Buffer,
  sessionId = randomBytes(8).readBigInt64LE(),
): Promise<RawClient> {
  const { host, port } = dataCentre.address;
  const socket = connect(port, host);
  await once(socket, 'connect');
  const transport = createIntermediate(false);
  socket.write(Buffer.from('eeeeeeee', 'hex'));
  let sequence = 0;
  let lastId = 0n;
  const client: RawClient = {
    socket,
    salt: 0n,
    sessionId,
    received: [],
    transportError: null,
    isClosed: false,
    messageId(secondsAhead = 0) {
      const seconds = Date.now() / 1000 + secondsAhead;
      const id = (BigInt(Math.floor(seconds)) << 32n) | (BigInt(Math.floor((seconds % 1) * 2 ** 30)) << 2n);
      if (secondsAhead !== 0) return id;
      lastId = id > lastId ? id : lastId + 4n;
      return lastId;
    },
    send({ messageId, sequence: given = 0, body }) {
      if ((given & 1) === 1) sequence = Math.max(sequence, (given + 1) / 2);
      const bytes = Buffer.isBuffer(body) ? body : writeTl(198, body);
      const message = { salt: client.salt, sessionId, messageId, sequence: given, body: bytes };
      socket.write(transport.frame(sealMessage(message, authKey, 'from-client')));
    },
    request(body) {
      const messageId = client.messageId();
      client.send({ messageId, sequence: sequence * 2 + 1, body });
      return messageId;
    },
    async next(name) {
      const deadline = Date.now() + 3000;
      for (;;) {
        const index = client.received.findIndex(({ object }) => object._ === name);
        const [found] = index < 0 ? [] : client.received.splice(index, 1);
        if (found) return found;
        if (Date.now() > deadline) throw new Error(`no ${name} came`);
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
    },
  };
  socket.on('data', (chunk: Buffer) => {
    for (const packet of transport.receive(chunk)) receive(packet);
  });
  socket.on('close', () => {
    client.isClosed = true;
  });
  socket.on('error', () => {
    // A reset is an end too, and 'close' tells.
  });

  function receive(packet: Buffer): void {
    if (packet.length === 4) {
      client.transportError = packet.readInt32LE(0);
      return;
    }
    if (!packet.subarray(0, 8).equals(computeAuthKeyId(authKey))) throw new Error('a foreign key');
    const message = openMessage(packet, authKey, false, 'from-server');
    const inner = isContainer(message.body) ? readContainer(message.body) : [message];
    for (const one of inner) {
      client.received.push({ messageId: one.messageId, sequence: one.sequence, object: open(one.body) });
    }
  }

  return client;
}

/** `rpc_result` is given as an object with the answer inside. */
function open(body: Buffer): TlObject {
  if (body.readUInt32LE(0) !== 0xf35c6d01) return readTl(body);
  const result = body.subarray(12);
  const isZipped = result.readUInt32LE(0) === 0x3072cfa1;
  const plain = isZipped ? gunzipSync(readTl(result).packed_data as Buffer) : result;
  return { _: 'rpc_result', req_msg_id: body.readBigInt64LE(4), result: readTl(plain) };
}

/** What a real client sends first, so that its key knows a layer. */
export function withLayer(query: TlObject): TlObject {
  const connection = {
    _: 'initConnection',
    api_id: 7,
    device_model: 'raw',
    system_version: '1',
    app_version: '2',
    system_lang_code: 'en',
    lang_pack: '',
    lang_code: 'en',
    query,
  };
  return { _: 'invokeWithLayer', layer: 198, query: connection };
}

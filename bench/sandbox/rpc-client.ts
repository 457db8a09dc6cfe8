import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { connect } from 'node:net';
import { isContainer, readContainer } from '#sandbox/mtproto/container.ts';
import { openMessage, sealMessage } from '#sandbox/mtproto/encrypted-message.ts';
import { createMessageIds } from '#sandbox/mtproto/message-id.ts';
import { GRAMJS_LAYER } from '#sandbox/tl/layers.ts';
import type { TlObject } from '#sandbox/tl/tl-object.ts';
import { writeTl } from '#sandbox/tl/write-tl.ts';
import { createIntermediate } from '#sandbox/transport/intermediate.ts';

/** A client that costs next to nothing, because it reads no answers: what is measured is the server. */
export interface RpcClient {
  /** Resolves with the size of the answer. */
  call(request: TlObject): Promise<number>;
  close(): void;
}

const RPC_RESULT = 0xf35c6d01;
const BAD_SERVER_SALT = 0xedab447b;
const acknowledgeEvery = 16;

interface Waiting {
  body: Buffer;
  resolve: (bytes: number) => void;
  reject: (failure: Error) => void;
}

/** Connects with a ready auth key and introduces itself, so that the first call is an ordinary one. */
export async function connectRpc(host: string, port: number, authKey: Buffer): Promise<RpcClient> {
  const socket = connect({ host, port, noDelay: true });
  await once(socket, 'connect');
  const transport = createIntermediate(false);
  const sessionId = randomBytes(8).readBigInt64LE();
  const nextId = createMessageIds(() => Date.now() / 1_000);
  const waiting = new Map<bigint, Waiting>();
  const answered: bigint[] = [];
  let salt = 0n;
  let contents = 0;
  socket.write(Buffer.from('eeeeeeee', 'hex'));

  function send(body: Buffer, isContent: boolean): bigint {
    const messageId = nextId('answer') & ~3n;
    const sequence = contents * 2 + (isContent ? 1 : 0);
    if (isContent) contents += 1;
    socket.write(
      transport.frame(sealMessage({ salt, sessionId, messageId, sequence, body }, authKey, 'from-client')),
    );
    return messageId;
  }

  function take(messageId: bigint, body: Buffer): void {
    const kind = body.readUInt32LE(0);
    const id = body.length < 12 ? 0n : body.readBigInt64LE(4);
    const call = waiting.get(id);
    if (kind === RPC_RESULT) {
      waiting.delete(id);
      call?.resolve(body.length - 12);
      answered.push(messageId);
      if (answered.length >= acknowledgeEvery) {
        send(writeTl(GRAMJS_LAYER, { _: 'msgs_ack', msg_ids: answered.splice(0) }), false);
      }
    } else if (kind === BAD_SERVER_SALT && call !== undefined) {
      salt = body.readBigInt64LE(20);
      waiting.delete(id);
      waiting.set(send(call.body, true), call);
    }
  }

  socket.on('data', (chunk: Buffer) => {
    for (const packet of transport.receive(chunk)) {
      const message = openMessage(packet, authKey, false, 'from-server');
      for (const inner of isContainer(message.body) ? readContainer(message.body) : [message]) {
        take(inner.messageId, inner.body);
      }
    }
  });
  socket.on('error', () => {
    // 'close' follows and ends all calls.
  });
  socket.on('close', () => {
    for (const { reject } of waiting.values()) reject(new Error('The sandbox closed the connection.'));
  });

  function call(request: TlObject): Promise<number> {
    return new Promise((resolve, reject) => {
      const body = writeTl(GRAMJS_LAYER, request);
      waiting.set(send(body, true), { body, resolve, reject });
    });
  }

  await call(introduce({ _: 'help.getNearestDc' }));
  return { call, close: () => socket.destroy() };
}

function introduce(query: TlObject): TlObject {
  return {
    _: 'invokeWithLayer',
    layer: GRAMJS_LAYER,
    query: {
      _: 'initConnection',
      api_id: 1,
      device_model: 'bench',
      system_version: '1',
      app_version: '1',
      system_lang_code: 'en',
      lang_pack: '',
      lang_code: 'en',
      query,
    },
  };
}

import type { RpcAnswer, RpcCall } from '#sandbox/mtproto/rpc-call.ts';
import type { TlObject } from '#sandbox/tl/tl-object.ts';
import { writeTlAnswer } from '#sandbox/tl/write-tl.ts';
import type { World } from '#sandbox/world/world.ts';
import { createMethodHandler, type MethodHandlerOptions } from './registry.ts';

export const testApi = { apiId: 4242, apiHash: '0123456789abcdef0123456789abcdef' } as const;

/** Both layers every answer must be writable in: GramJS's and mtcute's. */
export const bothLayers = [198, 227] as const;

/** Somebody who calls methods as one user (or nobody) through one handler, without a wire in between. */
export interface TestCaller {
  rpc: RpcCall;
  /** The answer, after it was written in both layers. */
  call(request: TlObject): Promise<RpcAnswer>;
  /** The answer where it must be an object. */
  ask(request: TlObject): Promise<TlObject>;
}

/** Callers of one world; all share the handler, so what one exports another may import. */
export function aHandler(
  world: World,
  options: Partial<MethodHandlerOptions> = {},
): (userId: string | null, dcId?: number) => TestCaller {
  const handler = createMethodHandler({
    world,
    dcs: [
      { id: 1, ip: '127.0.1.1', port: 20_001 },
      { id: 2, ip: '127.0.1.2', port: 20_002 },
    ],
    ...testApi,
    botOfToken: (token) => (token === 'bot-token' ? '730000001' : null),
    ...options,
  });
  return (userId, dcId = 2) => aCaller(handler, userId, dcId);
}

function aCaller(
  handler: (call: RpcCall) => Promise<RpcAnswer>,
  userId: string | null,
  dcId: number,
): TestCaller {
  const rpc: Omit<RpcCall, 'request'> = {
    layer: 198,
    authKeyId: '00112233445566ff',
    sessionId: '1',
    dcId,
    authorization: {
      userId,
      apiId: testApi.apiId,
      deviceModel: 'Test',
      systemVersion: '1',
      appVersion: '1',
      createdAt: 1,
      activeAt: 1,
      notes: {},
    },
  };

  async function call(request: TlObject): Promise<RpcAnswer> {
    const answer = await handler({ ...rpc, request });
    for (const layer of bothLayers) writeTlAnswer(layer, request._, answer);
    return answer;
  }

  return {
    rpc: { ...rpc, request: { _: 'none' } },
    call,
    async ask(request) {
      const answer = await call(request);
      if (typeof answer !== 'object' || !('_' in answer)) throw new TypeError(`${request._} gave no object`);
      return answer;
    },
  };
}

/** `InputChannel` as this caller must name the channel. */
export function anInputChannel(world: World, callerId: string, channelId: string): TlObject {
  return {
    _: 'inputChannel',
    channel_id: BigInt(channelId),
    access_hash: world.accessHash(callerId, channelId),
  };
}

export function anInputPeer(world: World, callerId: string, channelId: string): TlObject {
  return { ...anInputChannel(world, callerId, channelId), _: 'inputPeerChannel' };
}

/** `messages.getHistory` of the newest hundred; every field may be replaced. */
export function aHistoryCall(peer: TlObject, fields: Record<string, unknown> = {}): TlObject {
  return {
    _: 'messages.getHistory',
    peer,
    offset_id: 0,
    offset_date: 0,
    add_offset: 0,
    limit: 100,
    max_id: 0,
    min_id: 0,
    hash: 0n,
    ...fields,
  };
}

import { MemoryStorage, TelegramClient as Mtcute, networkMiddlewares, TcpTransport, tl } from '@mtcute/node';
import { addPublicKey, computeSrpParams, NodeCryptoProvider } from '@mtcute/node/utils.js';
import bigInt from 'big-integer';
import { Api, type TelegramClient as Gramjs } from 'telegram';
import { FloodWaitError, RPCError } from 'telegram/errors/index.js';
import { computeCheck } from 'telegram/Password.js';
import type { RsaKey } from '#sandbox/crypto/rsa-key.ts';
import type { DataCentre } from '#sandbox/mtproto/data-centre.ts';
import { createGramjs } from '#sandbox/mtproto/gramjs.test-client.ts';
import { testApi } from './a-caller.ts';
import { type Plain, plainOfGramjs, plainOfMtcute, toGramjs, toMtcute } from './plain.test-client.ts';

/** One of the two judges of the wire, spoken to in the same words: TL names and camel-case fields. */
export interface AnyClient {
  /** Rejects with a `CallFailure`. `dcId` asks another data centre, to which the library carries the login itself. */
  call(method: string, fields?: Record<string, unknown>, dcId?: number): Promise<Plain>;
  /** Proves the two-step password as the client's own library does it. */
  checkPassword(password: string): Promise<Plain>;
  /** Goes on in another data centre, with a key of its own. */
  moveTo(dcId: number): Promise<void>;
  /** The short updates it got, by their TL names. */
  updates: Plain[];
  destroy(): Promise<void>;
}

/** What a call was refused with, as both libraries tell it. */
export class CallFailure extends Error {
  readonly code: number;

  constructor(code: number, text: string) {
    super(text);
    this.name = 'CallFailure';
    this.code = code;
  }
}

export type ConnectAny = (dataCentres: DataCentre[], rsaKey: RsaKey) => Promise<AnyClient>;

/** Both clients, for `describe.each`. */
export const anyClients: [string, ConnectAny][] = [
  ['GramJS', connectGramjs],
  ['mtcute', (dataCentres, rsaKey) => connectMtcute(dataCentres, rsaKey)],
];

async function connectGramjs(dataCentres: DataCentre[], rsaKey: RsaKey): Promise<AnyClient> {
  const client: Gramjs = createGramjs({ dataCentres, rsaKey });
  const updates: Plain[] = [];
  // Its own dispatcher asks who it is before every update, and where that is refused (nobody is logged in yet) GramJS
  // drops all other answers that came in the same container, so that their calls hang for ever.
  Reflect.set(
    client,
    '_selfInputPeer',
    new Api.InputPeerUser({ userId: bigInt.one, accessHash: bigInt.zero }),
  );
  client.addEventHandler((update: unknown) => {
    if (update instanceof Api.UpdateLoginToken || update instanceof Api.UpdateNewAuthorization) {
      updates.push(plainOfGramjs(update));
    }
  });
  await client.connect();
  const invoke = async (request: Api.AnyRequest, dcId?: number): Promise<Plain> => {
    try {
      return plainOfGramjs(await client.invoke(request, dcId));
    } catch (failure) {
      if (failure instanceof FloodWaitError) throw new CallFailure(420, `FLOOD_WAIT_${failure.seconds}`);
      if (failure instanceof RPCError) throw new CallFailure(failure.code ?? 0, failure.errorMessage);
      throw failure;
    }
  };
  return {
    call: (method, fields = {}, dcId) => invoke(toGramjs(method, fields) as Api.AnyRequest, dcId),
    async checkPassword(password) {
      const question = await client.invoke(new Api.account.GetPassword());
      return invoke(new Api.auth.CheckPassword({ password: await computeCheck(question, password) }));
    },
    async moveTo(dcId) {
      await client._switchDC(dcId);
    },
    updates,
    destroy: () => client.destroy(),
  };
}

/** mtcute with perfect forward secrecy: it speaks with temporary keys bound to a permanent one. */
export const connectWithTemporaryKeys: ConnectAny = (dataCentres, rsaKey) =>
  connectMtcute(dataCentres, rsaKey, true);

async function connectMtcute(dataCentres: DataCentre[], rsaKey: RsaKey, usePfs = false): Promise<AnyClient> {
  const [home] = dataCentres;
  if (home === undefined) throw new Error('a client needs a data centre');
  const crypto = new NodeCryptoProvider();
  await crypto.initialize();
  addPublicKey(crypto, rsaKey.publicPem);
  const dc = { id: home.id, ipAddress: home.announcedIp, port: 443 };
  const client = new Mtcute({
    ...testApi,
    storage: new MemoryStorage(),
    crypto,
    defaultDcs: { main: dc, media: dc },
    transport: new MappedTransport(dataCentres),
    network: {
      usePfs,
      middlewares: networkMiddlewares.basic({ floodWaiter: { store: false, maxRetries: 0 } }),
    },
    logLevel: 0,
    updates: false,
  });
  const updates: Plain[] = [];
  client.onServerUpdate.add((update) => {
    if (update._ === 'updateShort') updates.push(plainOfMtcute(update.update));
  });
  await client.connect();
  const call = async (request: tl.RpcMethod, dcId?: number): Promise<Plain> => {
    try {
      return plainOfMtcute(await client.call(request, dcId === undefined ? {} : { dcId }));
    } catch (failure) {
      if (!tl.RpcError.is(failure)) throw failure;
      const seconds = 'seconds' in failure ? String(failure.seconds) : '';
      throw new CallFailure(failure.code, failure.text.replace('%d', seconds));
    }
  };
  return {
    call: (method, fields = {}, dcId) => call(toMtcute(method, fields), dcId),
    async checkPassword(password) {
      const question = await client.call({ _: 'account.getPassword' });
      const proof = await computeSrpParams(crypto, question, password);
      return call({ _: 'auth.checkPassword', password: proof });
    },
    moveTo: (dcId) => client.changePrimaryDc(dcId),
    updates,
    destroy: () => client.destroy(),
  };
}

/** Leads the announced addresses to where the data centres listen, and goes nowhere else. */
class MappedTransport extends TcpTransport {
  readonly #dataCentres: DataCentre[];

  constructor(dataCentres: DataCentre[]) {
    super();
    this.#dataCentres = dataCentres;
  }

  override connect(dc: Parameters<TcpTransport['connect']>[0]): ReturnType<TcpTransport['connect']> {
    const dataCentre = this.#dataCentres.find(({ announcedIp }) => announcedIp === dc.ipAddress);
    if (dataCentre === undefined) throw new Error(`a test must not connect to ${dc.ipAddress}`);
    const { host, port } = dataCentre.address;
    return super.connect({ ...dc, ipAddress: host, port });
  }
}

import { MemoryStorage, TelegramClient, type TelegramTransport } from '@mtcute/node';
import { addPublicKey, NodeCryptoProvider } from '@mtcute/node/utils.js';
import type { RsaKey } from '#sandbox/crypto/rsa-key.ts';
import { LoopbackTransport } from '#sandbox/methods/loopback-transport.test-client.ts';
import type { DataCentre } from './data-centre.ts';

export interface MtcuteOptions {
  dataCentre: DataCentre;
  rsaKey: RsaKey;
  /** The application the client says it is; servers that check it want their own. */
  api?: { id: number; hash: string };
  /** The guarded one by default: a client must never dial Telegram's own addresses from a test. */
  transport?: TelegramTransport;
  /** Perfect forward secrecy: temporary keys bound to a permanent one. */
  usePfs?: boolean;
}

/** Real mtcute against a data centre of a test; the caller destroys it. */
export async function createMtcute(options: MtcuteOptions): Promise<TelegramClient> {
  const { id, address } = options.dataCentre;
  const crypto = new NodeCryptoProvider();
  await crypto.initialize();
  addPublicKey(crypto, options.rsaKey.publicPem);
  const dc = { id, ipAddress: address.host, port: address.port };
  return new TelegramClient({
    apiId: options.api?.id ?? 1,
    apiHash: options.api?.hash ?? 'hash',
    storage: new MemoryStorage(),
    crypto,
    defaultDcs: { main: dc, media: dc },
    transport: options.transport ?? new LoopbackTransport(),
    network: { usePfs: options.usePfs ?? false },
    logLevel: 0,
    updates: false,
  });
}

import bigInt from 'big-integer';
import { TelegramClient } from 'telegram';
import { _serverKeys } from 'telegram/crypto/RSA.js';
import { Logger, LogLevel } from 'telegram/extensions/Logger.js';
import { PromisedNetSockets } from 'telegram/extensions/PromisedNetSockets.js';
import type { Connection } from 'telegram/network/index.js';
import { StringSession } from 'telegram/sessions/index.js';
import type { RsaKey } from '#sandbox/crypto/rsa-key.ts';
import type { DataCentre } from './data-centre.ts';

export interface GramjsOptions {
  /** The first is the home data centre. */
  dataCentres: DataCentre[];
  rsaKey: RsaKey;
  /** A ready session text; without one the client makes a key of its own. */
  session?: string;
  connection?: typeof Connection;
  /** An MTProxy, which all connections then go to. */
  proxy?: { host: string; port: number; secret: string };
}

/** Real GramJS against data centres of a test; the caller destroys it. */
export function createGramjs(options: GramjsOptions): TelegramClient {
  const [home] = options.dataCentres;
  if (!home) throw new Error('a client needs a data centre');
  trust(options.rsaKey);
  const session = new StringSession(options.session ?? '');
  if (!options.session) session.setDC(home.id, home.announcedIp, 80);
  return new TelegramClient(session, 1, 'hash', {
    networkSocket: mappingSocket(options),
    baseLogger: new Logger(LogLevel.NONE),
    connectionRetries: 2,
    retryDelay: 50,
    floodSleepThreshold: 0,
    ...(options.connection ? { connection: options.connection } : {}),
    ...(options.proxy
      ? {
          proxy: {
            MTProxy: true,
            ip: options.proxy.host,
            port: options.proxy.port,
            secret: options.proxy.secret,
          },
        }
      : {}),
  });
}

function trust(rsaKey: RsaKey): void {
  const modulus = bigInt(rsaKey.modulus.toString('hex'), 16);
  _serverKeys.set(rsaKey.fingerprint.toString(), { n: modulus, e: 65_537 });
}

/** GramJS dials the announced address on port 80; this leads it to where the data centre really listens. */
function mappingSocket({ dataCentres, proxy }: GramjsOptions): typeof PromisedNetSockets {
  return class extends PromisedNetSockets {
    override connect(port: number, ip: string): Promise<unknown> {
      if (proxy && port === proxy.port && ip === proxy.host) return super.connect(port, ip);
      const dataCentre = dataCentres.find(({ announcedIp }) => announcedIp === ip);
      if (!dataCentre) throw new Error(`no data centre announces ${ip}`);
      return super.connect(dataCentre.address.port, dataCentre.address.host);
    }
  };
}

import { join } from 'node:path';
import type { RsaKey } from '#sandbox/crypto/rsa-key.ts';
import type { FailureLog } from '#sandbox/failures.ts';
import { faultDataCentre } from '#sandbox/faults/fault-data-centre.ts';
import type { Faults } from '#sandbox/faults/faults.ts';
import type { DcAddress } from '#sandbox/methods/method.ts';
import { createDataCentre, type DataCentre } from '#sandbox/mtproto/data-centre.ts';
import { type KeyStore, openKeyStore } from '#sandbox/mtproto/key-store.ts';
import type { Overlap } from '#sandbox/mtproto/overlaps.ts';
import type { RpcHandler } from '#sandbox/mtproto/rpc-call.ts';

/** The data centre people and bots live in, unless they are moved. */
export const homeDcId = 2;
/** Native statistics are answered here alone. */
export const statsDcId = 4;

/** Every data centre, the home one first, with the address it announces; clients map it to where it listens. */
export const announcedDcs: readonly DcAddress[] = [
  { id: homeDcId, ip: '127.0.1.2', port: 443 },
  { id: 1, ip: '127.0.1.1', port: 443 },
  { id: statsDcId, ip: '127.0.1.4', port: 443 },
];

/** The auth keys of each data centre, by its number; the first start made the home one's file without a number. */
export function openKeyStores(dataDir: string): ReadonlyMap<number, KeyStore> {
  return new Map(
    announcedDcs.map(({ id }) => {
      const file = id === homeDcId ? 'auth-keys.json' : `auth-keys-${id}.json`;
      return [id, openKeyStore(join(dataDir, file))];
    }),
  );
}

export interface DataCentresOptions {
  host: string;
  rsaKey: RsaKey;
  keyStores: ReadonlyMap<number, KeyStore>;
  handler: RpcHandler;
  faults: Faults;
  failures: FailureLog;
  /** Tried first; a free one is taken where there is none or it is in use. */
  portOf: (dcId: number) => number;
  /** Told whenever two connections of one auth key are open at once. */
  onOverlap?: (overlap: Overlap) => void;
  /** 16 bytes: clients that come through an MTProxy with this secret are served as well. */
  proxySecret?: Buffer | null;
}

/** Starts them all, in the order of `announcedDcs`. */
export async function startDataCentres(options: DataCentresOptions): Promise<DataCentre[]> {
  const { host, rsaKey, handler, proxySecret = null } = options;
  const started: DataCentre[] = [];
  try {
    for (const { id, ip } of announcedDcs) {
      const keyStore = options.keyStores.get(id) ?? openKeyStore(null);
      const dcOptions = {
        id,
        host,
        announcedIp: ip,
        rsaKey,
        keyStore,
        handler,
        proxySecret,
        onOverlap: options.onOverlap ?? (() => {}),
        onFailure: (failure: unknown, method?: string) =>
          options.failures.note('mtproto', method ?? null, failure),
        ...faultDataCentre(options.faults, id),
      };
      const port = options.portOf(id);
      started.push(
        await createDataCentre({ ...dcOptions, port }).catch((error: unknown) => {
          if (port === 0) throw error;
          return createDataCentre({ ...dcOptions, port: 0 });
        }),
      );
    }
  } catch (error) {
    for (const dataCentre of started) await dataCentre.close();
    throw error;
  }
  return started;
}

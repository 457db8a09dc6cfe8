import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Accounts, openAccounts } from '#sandbox/accounts/accounts.ts';
import { createRsaKey, readRsaKey } from '#sandbox/crypto/rsa-key.ts';
import type { FailureLog } from '#sandbox/failures.ts';
import { createFaults, type Faults } from '#sandbox/faults/faults.ts';
import { type CallLog, createCallLog } from '#sandbox/methods/call-log.ts';
import type { Wire } from '#sandbox/methods/method.ts';
import { createMethodHandler } from '#sandbox/methods/registry.ts';
import { createAuthorizedKey } from '#sandbox/mtproto/authorized-key.ts';
import type { DataCentre } from '#sandbox/mtproto/data-centre.ts';
import type { KeyStore } from '#sandbox/mtproto/key-store.ts';
import { toStringSession } from '#sandbox/mtproto/string-session.ts';
import { collector } from '#sandbox/world/people.ts';
import type { World } from '#sandbox/world/world.ts';
import { type Identity, keepText } from './kept-files.ts';
import { announcedDcs, openKeyStores, startDataCentres } from './start-data-centres.ts';
import { createWire } from './wire.ts';

export interface TelegramOptions {
  world: World;
  identity: Identity;
  dataDir: string;
  host: string;
  failures: FailureLog;
  /** The port of a data centre, tried first; another free one is taken where it is in use. 0: none yet. */
  portOf: (dcId: number) => number;
}

/** The MTProto side of the sandbox. */
export interface Telegram {
  /** The one people live in. */
  dataCentre: DataCentre;
  /** All of them, the home one first. */
  dataCentres: readonly DataCentre[];
  keyStores: readonly KeyStore[];
  accounts: Accounts;
  wire: Wire;
  calls: CallLog;
  faults: Faults;
  publicKeyFile: string;
  sessionString: string;
  mtprotoDc: string;
  mtprotoDcMap: string;
  close(): Promise<void>;
}

/** Starts the data centres with the keys of the last start, and a session of the collector's account. */
export async function startTelegram(options: TelegramOptions): Promise<Telegram> {
  const { world, identity, dataDir, host, failures } = options;
  const [home] = announcedDcs;
  if (home === undefined) throw new Error('There is no data centre.');
  const privatePem = keepText(join(dataDir, 'rsa-key.pem'), () => createRsaKey().privatePem);
  const rsaKey = readRsaKey(privatePem);
  const publicKeyFile = join(dataDir, 'rsa-public-key.pem');
  writeFileSync(publicKeyFile, rsaKey.publicPem);
  const storeOfDc = openKeyStores(dataDir);
  const keyStores = [...storeOfDc.values()];
  const accounts = openAccounts({ file: join(dataDir, 'accounts.jsonl'), homeDcId: home.id });
  const calls = createCallLog();
  const faults = createFaults();
  const dataCentres: DataCentre[] = [];
  const wire = createWire(dataCentres);
  const handler = createMethodHandler({
    world,
    dcs: announcedDcs,
    apiId: identity.apiId,
    apiHash: identity.apiHash,
    botOfToken: (token) => (token === identity.botToken ? identity.botId : null),
    keyStores,
    accounts,
    wire,
    callLog: calls,
    faults,
  });
  const { portOf } = options;
  dataCentres.push(
    ...(await startDataCentres({ host, rsaKey, keyStores: storeOfDc, handler, faults, failures, portOf })),
  );
  const [dataCentre] = dataCentres;
  if (dataCentre === undefined) throw new Error('There is no data centre.');
  const sessionString = keepText(join(dataDir, 'session-string'), () => {
    const authKey = createAuthorizedKey(dataCentre.keyStore, collector.id);
    return toStringSession({ dcId: home.id, ip: home.ip, port: home.port, authKey });
  });
  return {
    dataCentre,
    dataCentres,
    keyStores,
    accounts,
    wire,
    calls,
    faults,
    publicKeyFile,
    sessionString,
    mtprotoDc: `${home.id}:${home.ip}:${home.port}`,
    mtprotoDcMap: dataCentres
      .map(({ announcedIp, address }) => `${announcedIp}=${address.host}:${address.port}`)
      .join(','),
    async close() {
      for (const started of dataCentres) await started.close();
      accounts.close();
    },
  };
}

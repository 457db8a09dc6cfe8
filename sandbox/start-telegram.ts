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
import { type Mtproxy, startMtproxy } from '#sandbox/mtproto/mtproxy.ts';
import type { Overlap } from '#sandbox/mtproto/overlaps.ts';
import { toStringSession } from '#sandbox/mtproto/string-session.ts';
import { collector } from '#sandbox/world/people.ts';
import type { World } from '#sandbox/world/world.ts';
import { type Identity, keepText, openKept } from './kept-files.ts';
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
  /** Opens an MTProxy with this secret (16 bytes), at this port where it is free; null: there is none. */
  mtproxy: { secret: Buffer; port: number } | null;
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
  /** null: there is none. */
  mtproxy: Mtproxy | null;
  /** Every time two connections of one auth key were open at once, oldest first. */
  overlaps: readonly Overlap[];
  close(): Promise<void>;
}

/** Starts the data centres with the keys of the last start, and a session of the collector's account. */
export async function startTelegram(options: TelegramOptions): Promise<Telegram> {
  const { world, identity, dataDir, host, failures } = options;
  const [home] = announcedDcs;
  if (home === undefined) throw new Error('There is no data centre.');
  const privateKeyFile = join(dataDir, 'rsa-key.pem');
  const privatePem = keepText(privateKeyFile, () => createRsaKey().privatePem);
  const rsaKey = openKept(privateKeyFile, () => readRsaKey(privatePem));
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
  const proxySecret = options.mtproxy?.secret ?? null;
  const overlaps: Overlap[] = [];
  const onOverlap = (overlap: Overlap): void => void overlaps.push(overlap);
  const served = {
    onOverlap,
    host,
    rsaKey,
    keyStores: storeOfDc,
    handler,
    faults,
    failures,
    portOf,
    proxySecret,
  };
  dataCentres.push(...(await startDataCentres(served)));
  const [dataCentre] = dataCentres;
  if (dataCentre === undefined) throw new Error('There is no data centre.');
  const sessionString = keepText(join(dataDir, 'session-string'), () => {
    const authKey = createAuthorizedKey(dataCentre.keyStore, collector.id);
    return toStringSession({ dcId: home.id, ip: home.ip, port: home.port, authKey });
  });
  const mtproxy = options.mtproxy === null ? null : await openMtproxy(host, options.mtproxy, dataCentres);
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
    mtproxy,
    overlaps,
    async close() {
      await mtproxy?.close();
      for (const started of dataCentres) await started.close();
      accounts.close();
    },
  };
}

function openMtproxy(
  host: string,
  { secret, port }: { secret: Buffer; port: number },
  dataCentres: readonly DataCentre[],
): Promise<Mtproxy> {
  return startMtproxy({ host, port, secret, dataCentres }).catch((error: unknown) => {
    if (port === 0) throw error;
    return startMtproxy({ host, port: 0, secret, dataCentres });
  });
}

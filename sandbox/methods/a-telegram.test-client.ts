import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'vitest';
import { type Accounts, openAccounts } from '#sandbox/accounts/accounts.ts';
import { createRsaKey } from '#sandbox/crypto/rsa-key.ts';
import { createDataCentre, type DataCentre } from '#sandbox/mtproto/data-centre.ts';
import { type KeyStore, openKeyStore } from '#sandbox/mtproto/key-store.ts';
import { createWire } from '#sandbox/wire.ts';
import { aWorld } from '#sandbox/world/a-world.ts';
import { testApi } from './a-caller.ts';
import type { AnyClient, ConnectAny } from './any-client.test-client.ts';
import { createMethodHandler } from './registry.ts';

/** A Telegram of two data centres with a clock for logins that a test moves. */
export interface ATelegram {
  /** The newest ones: a restart makes others. */
  dataCentres(): DataCentre[];
  accounts(): Accounts;
  keyStores(): KeyStore[];
  moveClock(seconds: number): void;
  /** A client in data centre 2; it ends with the Telegram. */
  connect(open: ConnectAny): Promise<AnyClient>;
  /** Stops everything and starts it again from its files, at the same ports; resolves when all clients are back. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

const dcs = [
  { id: 2, ip: '127.0.1.2', port: 443 },
  { id: 1, ip: '127.0.1.1', port: 443 },
];
/** One for all tests of a file: making a key takes a while. */
const rsaKey = createRsaKey();

export async function startATelegram(): Promise<ATelegram> {
  const folder = mkdtempSync(join(tmpdir(), 'logins-'));
  const world = await aWorld();
  const failures: unknown[] = [];
  const clients: AnyClient[] = [];
  let skew = 0;
  let running = await start([0, 0]);

  async function start(ports: number[]) {
    const accounts = openAccounts({
      file: join(folder, 'accounts.jsonl'),
      now: () => Date.now() / 1000 + skew,
      homeDcId: 2,
    });
    const keyStores = dcs.map(({ id }) => openKeyStore(join(folder, `keys-${id}.jsonl`)));
    const dataCentres: DataCentre[] = [];
    const handler = createMethodHandler({
      world,
      dcs,
      ...testApi,
      botOfToken: (token) => (token === 'bot-token' ? '730000001' : null),
      keyStores,
      accounts,
      wire: createWire(dataCentres),
    });
    for (const [index, { id, ip }] of dcs.entries()) {
      const keyStore = keyStores[index] ?? openKeyStore(null);
      const port = ports[index] ?? 0;
      const onFailure = (failure: unknown) => failures.push(failure);
      const place = { id, host: '127.0.0.1', port, announcedIp: ip };
      dataCentres.push(await createDataCentre({ ...place, rsaKey, keyStore, handler, onFailure }));
    }
    return { accounts, keyStores, dataCentres };
  }

  function connectionCount(): number {
    return running.dataCentres.flatMap((dataCentre) => dataCentre.openConnections()).length;
  }

  async function stop(): Promise<void> {
    for (const dataCentre of running.dataCentres) await dataCentre.close();
    running.accounts.close();
  }

  return {
    dataCentres: () => running.dataCentres,
    accounts: () => running.accounts,
    keyStores: () => running.keyStores,
    moveClock(seconds) {
      skew += seconds;
    },
    async connect(open) {
      const client = await open(running.dataCentres, rsaKey);
      clients.push(client);
      return client;
    },
    async restart() {
      const ports = running.dataCentres.map(({ address }) => address.port);
      const connected = connectionCount();
      await stop();
      running = await start(ports);
      // Calls that GramJS is given before it is back are forgotten, see `mtproto/gramjs.test.ts`.
      await expect.poll(connectionCount).toBeGreaterThanOrEqual(connected);
      for (const client of clients)
        await expect.poll(() => isAnswered(client), { timeout: 25_000 }).toBe(true);
    },
    async close() {
      for (const client of clients) await client.destroy();
      await stop();
      world.close();
      rmSync(folder, { recursive: true });
      expect(failures).toEqual([]);
    },
  };
}

/** A connection may be there before the library sends over it: only an answer, of whatever kind, says that it does. */
async function isAnswered(client: AnyClient): Promise<boolean> {
  const answered = client.call('help.getNearestDc').then(
    () => true,
    () => true,
  );
  return await Promise.race([answered, sleep(1_500, false)]);
}

import { createTestDatabase } from '#e2e/harness/test-database.ts';
import { type Database, openDatabase } from '#server/db/database.ts';
import { saveSealedSession } from '#server/db/queries/save-sealed-session.ts';
import type { MtprotoEnvironment } from '#server/env.ts';
import { createLog } from '#server/log.ts';
import { createRegistry } from '#server/metrics.ts';
import { aVault } from '#server/vault/a-vault.ts';
import type { Vault } from '#server/vault/vault.ts';
import type { LeasePace } from '../lease/lease-pace.ts';
import { type LocalTelegram, startLocalTelegram } from '../local-telegram.test-client.ts';
import { type Gateway, type GatewaySettings, startGateway } from '../start-gateway.ts';
import type { SessionKey } from '../telegram/session-string.ts';
import { keyIdOf } from './key-id.ts';
import { sealSession } from './sealed-session.ts';

/** One database, one Telegram, and as many gateways in this process as a test starts. */
export interface SeveralGateways {
  telegram: LocalTelegram;
  database: Database;
  databaseUrl: string;
  token: string;
  vault: Vault;
  /** Stores accounts with sealed sessions; their ids. */
  addAccounts(count: number, kind?: 'operator' | 'viewer'): Promise<string[]>;
  start(change?: Partial<GatewaySettings>, mtproto?: Partial<MtprotoEnvironment>): Promise<Gateway>;
  /** How many connections each account has at Telegram, by Telegram user id. */
  connections(): Map<string, number>;
  close(): Promise<void>;
}

/** A quarter of what is usual, so that a test need not wait for whole seconds of silence. */
export const quickPace: LeasePace = {
  silenceSeconds: 3,
  renewEveryMs: 1_000,
  renewAgainMs: 200,
  renewDeadlineMs: 500,
  giveUpMs: 2_000,
};

const firstPerson = 5_100_000_000;

export async function startSeveralGateways(vault: Vault = aVault()): Promise<SeveralGateways> {
  const telegram = await startLocalTelegram([{ kind: 'synthetic', messages: 10, seed: 1 }]);
  const cluster = await createTestDatabase();
  const database = openDatabase(cluster.url);
  const token = 'gateway-token-'.repeat(4);
  const gateways: Gateway[] = [];
  let people = 0;

  return {
    ...{ telegram, database, databaseUrl: cluster.url, token, vault },
    async addAccounts(count, kind = 'operator') {
      const ids: string[] = [];
      for (; ids.length < count; people += 1) {
        const telegramUserId = String(firstPerson + people);
        const key = telegram.addAccount(telegramUserId);
        ids.push(await addAccount(database, vault, { kind, telegramUserId, key }));
      }
      return ids;
    },
    async start(change = {}, mtproto = {}) {
      const gateway = await startGateway({
        ...{ host: '127.0.0.1', port: 0, url: null, token, databaseUrl: cluster.url, database, vault },
        ...{ log: createLog('gateway', 'silent'), registry: createRegistry('gateway') },
        mtproto: { ...telegram.mtproto, sessionString: null, ...mtproto },
        leasePace: quickPace,
        ...change,
      });
      gateways.push(gateway);
      return gateway;
    },
    connections() {
      const found = new Map<string, number>();
      for (const { userId } of telegram.dataCentre.openConnections()) {
        if (userId !== null) found.set(userId, (found.get(userId) ?? 0) + 1);
      }
      return found;
    },
    async close() {
      await Promise.all(gateways.map((gateway) => gateway.stop()));
      await database.close();
      await cluster.drop();
      await telegram.close();
    },
  };
}

async function addAccount(
  database: Database,
  vault: Vault,
  account: { kind: 'operator' | 'viewer'; telegramUserId: string; key: SessionKey },
): Promise<string> {
  const { kind, telegramUserId, key } = account;
  const viewerId = kind === 'viewer' ? telegramUserId : null;
  const [row] = await database.query<{ account_id: string }>(
    `INSERT INTO accounts (kind, telegram_user_id, viewer_id, key_id, dc_id, created_at)
     VALUES ($1, $2, $3, $4, $5, now()) RETURNING account_id`,
    [kind, telegramUserId, viewerId, keyIdOf(key.authKey), key.dcId],
  );
  const accountId = row?.account_id ?? '';
  await saveSealedSession(database, accountId, sealSession(vault, { accountId, kind, viewerId }, key));
  return accountId;
}

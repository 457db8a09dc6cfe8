import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { vi } from 'vitest';
import { sessionInfoSchema } from '#contract/account.ts';
import { type LoginFlow, loginFlowSchema } from '#contract/login.ts';
import { createTestDatabase } from '#e2e/harness/test-database.ts';
import { createSandbox, type Sandbox } from '#sandbox/sandbox.ts';
import { parseDataCentreMap } from '#server/data-centres.ts';
import { type Database, openDatabase } from '#server/db/database.ts';
import { type Gateway, startGateway } from '#server/gateway/start-gateway.ts';
import { createLog } from '#server/log.ts';
import { createRegistry } from '#server/metrics.ts';
import { aVault } from '#server/vault/a-vault.ts';
import { aRunningApi, type RunningApi } from './a-running-api.ts';

/** The api, a gateway and the local Telegram, each asked as in production: over HTTP, and over MTProto. */
export interface Product {
  api: RunningApi;
  gateway: Gateway;
  sandbox: Sandbox;
  database: Database;
  /** The status and the body of an answer. */
  ask(
    headers: object,
    method: string,
    path: string,
    body?: object,
  ): Promise<{ status: number; body: unknown }>;
  /** What a login waits for; a failed test with the problem otherwise. */
  step(headers: object, method: string, path: string, body?: object): Promise<LoginFlow>;
  /** Waits until the asker's account can be used. */
  connected(headers: object): Promise<void>;
  close(): Promise<void>;
}

/** Starts all of it with the demo world, whose clock stands still. */
export async function startProduct(): Promise<Product> {
  const dataDir = mkdtempSync(join(tmpdir(), 'product-'));
  const sandbox = await createSandbox({ dataDir, pagePort: 0, worlds: [{ kind: 'demo' }], isStepped: true });
  const place = await createTestDatabase();
  const database = openDatabase(place.url);
  const { addresses } = sandbox;
  const token = 'gateway-token-'.repeat(4);
  const [id = '', ip = '', port = ''] = addresses.mtprotoDc.split(':');
  const gateway = await startGateway({
    mtproto: {
      ...{ isEnabled: true, isExclusive: false, isBudgeted: false, sessionString: null },
      ...{ apiId: addresses.apiId, apiHash: addresses.apiHash, publicKeyFile: addresses.publicKeyFile },
      dc: { id: Number(id), ip, port: Number(port) },
      dcMap: parseDataCentreMap(addresses.mtprotoDcMap),
    },
    ...{ host: '127.0.0.1', port: 0, url: null, token, databaseUrl: place.url, database },
    ...{ vault: aVault(), log: createLog('gateway', 'silent'), registry: createRegistry('gateway') },
    phoneLogin: 'everyone',
    qrPace: { listenMs: 150, exportEveryMs: 0 },
  });
  const api = await aRunningApi(undefined, {
    ...{ databaseUrl: place.url, now: new Date(), accountPhoneLogin: 'everyone' },
    gateway: { fallbackUrl: gateway.url, token },
  });

  const ask: Product['ask'] = async (headers, method, path, body) => {
    const text = body === undefined ? undefined : JSON.stringify(body);
    const answer = await api.ask(method, path, { ...headers }, text);
    const said = await answer.text();
    return { status: answer.status, body: said === '' ? null : JSON.parse(said) };
  };
  return {
    ...{ api, gateway, sandbox, database, ask },
    async step(...asked) {
      const { status, body } = await ask(...asked);
      if (status !== 200) throw new Error(`${asked[2]}: ${JSON.stringify(body)}`);
      return loginFlowSchema.parse(body);
    },
    async connected(headers) {
      await vi.waitFor(
        async () => {
          const { body } = await ask(headers, 'GET', '/telegram/session/info');
          const info = sessionInfoSchema.parse(body);
          if (!info.connected) throw new Error(`it is ${info.reason}`);
        },
        { timeout: 30_000, interval: 50 },
      );
    },
    async close() {
      await api.stop();
      await gateway.stop();
      await database.close();
      await place.drop();
      await sandbox.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Registry } from 'prom-client';
import { expect } from 'vitest';
import { createTestDatabase } from '#e2e/harness/test-database.ts';
import { createSandbox, type Sandbox } from '#sandbox/sandbox.ts';
import { type Database, openDatabase } from '#server/db/database.ts';
import { readEnvironment } from '#server/env.ts';
import { createBotApiClient } from '#server/telegram-bot-api/client.ts';
import { silentLog } from '../a-conversation.ts';
import { startConversation } from '../start-conversation.ts';

export interface AnAdminStory {
  database: Database;
  sandbox: Sandbox;
  /** One Bot API call of the bot's. */
  call(method: string, payload: object): Promise<unknown>;
  /** What the bot said to somebody, oldest first, with `~` for no-break spaces. */
  said(personId: string): Promise<string[]>;
  /** Every update of these kinds that was taken, once all that arrived are handled. */
  handled(kind: string, count: number): Promise<number[]>;
  /** Lets the bot take everything again that it has taken already, as after a crash, and waits for the end of it. */
  repeatAll(): Promise<void>;
  stop(): Promise<void>;
}

const patience = { timeout: 20_000 };

/** The whole bot process against the local Telegram by polling, with a real database and no gateway. */
export async function anAdminStory(): Promise<AnAdminStory> {
  const dataDir = mkdtempSync(join(tmpdir(), 'channel-pulse-admin-'));
  const test = await createTestDatabase();
  const database = openDatabase(test.url, { poolSize: 10 });
  const sandbox = await createSandbox({ dataDir, pagePort: 0, worlds: [] });
  const environment = readEnvironment(
    {
      TELEGRAM_BOT_TOKEN: sandbox.addresses.botToken,
      TELEGRAM_API_ROOT: sandbox.addresses.botApiRoot,
      TELEGRAM_USE_WEBHOOK: 'false',
      DATABASE_URL: test.url,
      GATEWAY_TOKEN: 'g'.repeat(40),
    },
    'bot',
  );
  const { parts } = await startConversation({
    ...{ database, log: silentLog, registry: new Registry() },
    environment: { ...environment, port: 0 },
  });
  const client = createBotApiClient({
    apiRoot: sandbox.addresses.botApiRoot,
    token: sandbox.addresses.botToken,
  });

  async function waiting(): Promise<number> {
    const rows = await database.query("SELECT 1 FROM updates_inbox WHERE state <> 'done'", []);
    return rows.length;
  }

  return {
    database,
    sandbox,
    call: (method, payload) => client.call(method, payload),
    async said(personId) {
      const { messages } = await sandbox.control.readChat({ personId });
      return messages
        .filter(({ from }) => from?.is_bot === true)
        .map(({ text = '' }) => text.replaceAll('\u00A0', '~'));
    },
    async handled(kind, count) {
      const taken = (): Promise<{ id: string }[]> =>
        database.query(
          `SELECT update_id AS id FROM updates_inbox
           WHERE state = 'done' AND payload::jsonb ? $1 ORDER BY update_id`,
          [kind],
        );
      await expect.poll(async () => (await taken()).length, patience).toBeGreaterThanOrEqual(count);
      return (await taken()).map(({ id }) => Number(id));
    },
    async repeatAll() {
      await expect.poll(waiting, patience).toBe(0);
      await database.query("UPDATE updates_inbox SET state = 'waiting', attempts = 0, done_at = NULL", []);
      await expect.poll(waiting, patience).toBe(0);
    },
    async stop() {
      for (const part of parts.toReversed()) await part.stop();
      await client.close();
      await sandbox.close();
      await database.close();
      await test.drop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createWorld } from '#sandbox/world/create-world.ts';
import type { World, WorldUser } from '#sandbox/world/world.ts';
import { type BotApi, createBotApi } from './bot-api.ts';

/** The envelope of every answer. */
export interface Answer {
  ok: boolean;
  result?: unknown;
  error_code?: number;
  description?: string;
  parameters?: { retry_after?: number };
}

/** A Bot API of its own for one test file, and a bare HTTP client of it. */
export interface BotApiUnderTest {
  api: BotApi;
  world: World;
  token: string;
  dataDir: string;
  bot: WorldUser;
  call(method: string, parameters?: Record<string, unknown>): Promise<Answer>;
  /** Ends this one and begins again on the same data. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

/** Begins with the demo world, any free port and no limits. */
export async function startBotApi(options: { timeFactor?: number } = {}): Promise<BotApiUnderTest> {
  const dataDir = mkdtempSync(join(tmpdir(), 'bot-api-'));
  const world = await createWorld({
    sources: [{ kind: 'demo' }],
    seed: 1,
    epoch: Math.floor(Date.now() / 1_000),
  });
  const token = `6111222333:AA${'x'.repeat(33)}`;
  const bot: WorldUser = {
    id: '6111222333',
    firstName: 'Tester',
    lastName: null,
    username: 'tester_bot',
    languageCode: 'en',
    isBot: true,
    isPremium: false,
    phone: null,
  };
  world.addUser(bot);
  const start = (): Promise<BotApi> =>
    createBotApi({
      world,
      bot,
      token,
      dataDir,
      host: '127.0.0.1',
      port: 0,
      timeFactor: options.timeFactor ?? 1,
    });
  const under: BotApiUnderTest = {
    api: await start(),
    world,
    token,
    dataDir,
    bot,
    async call(method, parameters = {}) {
      const response = await fetch(`${under.api.root}/bot${token}/${method}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(parameters),
      });
      return (await response.json()) as Answer;
    },
    async restart() {
      await under.api.close();
      under.api = await start();
      under.api.context.limits.isOn = false;
    },
    async close() {
      await under.api.close();
      world.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
  under.api.context.limits.isOn = false;
  return under;
}

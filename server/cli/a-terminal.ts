import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { channelIdSchema } from '#contract/channel-id.ts';
import { createTestDatabase } from '#e2e/harness/test-database.ts';
import { aPost } from '#server/analytics/a-post.ts';
import { type Database, openDatabase } from '#server/db/database.ts';
import { migrateDatabase } from '#server/db/migrate.ts';
import { saveChannel } from '#server/db/queries/save-channel.ts';
import { saveChannelNames } from '#server/db/queries/save-channel-names.ts';
import { savePosts } from '#server/db/queries/save-posts.ts';
import { readBotEnvironment, readEnvironment } from '#server/env.ts';
import { runCli } from './run-cli.ts';

export const channelId = channelIdSchema.parse('1900000001');
export const at = new Date('2026-11-20T12:00:00.000Z');
export const token = `${'1'.repeat(9)}:${'A'.repeat(35)}`;

export interface Said {
  code: number;
  out: string;
  err: string;
}

/** For tests: the tool at a terminal, with a database of its own and one server that stands for gateway and Bot API. */
export interface Terminal {
  database: Database;
  /** What the server answers, by the last part of the path; everything else is refused. */
  answers: Record<string, object>;
  heard: { path: string; body: string }[];
  /** Runs a command; `changed` variables replace those of the instance, undefined takes one away. */
  cli(argv: string[], changed?: Record<string, string | undefined>): Promise<Said>;
  /** What is typed in, line by line; every command takes its own from the front. */
  typed: string[];
  /** Stores the channel @Lights with two posts. */
  storeChannel(): Promise<void>;
  /** Begins anew: no channel, one operator's account, no answers. */
  reset(): Promise<void>;
  close(): Promise<void>;
}

export async function aTerminal(): Promise<Terminal> {
  const place = await createTestDatabase();
  const database = openDatabase(place.url);
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => {
      body += chunk.toString();
    });
    request.on('end', () => {
      const path = request.url ?? '';
      terminal.heard.push({ path, body });
      const answer = terminal.answers[path.split('/').at(-1) ?? ''];
      response.writeHead(answer === undefined ? 404 : 200, { 'content-type': 'application/json' });
      response.end(JSON.stringify(answer ?? { ok: false, error_code: 404, description: 'Not Found' }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const variables = {
    TELEGRAM_BOT_TOKEN: token,
    DATABASE_URL: place.url,
    GATEWAY_TOKEN: 'g'.repeat(32),
    GATEWAY_URL: `http://127.0.0.1:${port}`,
    TELEGRAM_API_ROOT: `http://127.0.0.1:${port}`,
    TELEGRAM_WEBHOOK_URL: 'http://127.0.0.1:9/api/telegram/webhook',
    TELEGRAM_WEBHOOK_SECRET: 's'.repeat(32),
  };
  const terminal: Terminal = {
    database,
    answers: {},
    typed: [],
    heard: [],
    async cli(argv, changed = {}) {
      const said: Said = { code: -1, out: '', err: '' };
      said.code = await runCli(argv, {
        readEnvironment: () => readEnvironment({ ...variables, ...changed }, 'cli'),
        readBotEnvironment: () => readBotEnvironment({ ...variables, ...changed }),
        openDatabase: (url) => openDatabase(url, { poolSize: 2 }),
        migrateDatabase,
        readLine: async () => terminal.typed.shift() ?? null,
        out: (text) => {
          said.out += text;
        },
        err: (text) => {
          said.err += text;
        },
      });
      return said;
    },
    async storeChannel() {
      const known = { channelId, title: 'Lights', username: 'Lights', visibility: 'public' } as const;
      await saveChannel(database, { ...known, source: 'mtproto', capturedAt: at });
      await saveChannelNames(database, { usernames: ['Lights'], channelId, resolvedAt: at });
      await savePosts(database, [
        aPost({ postId: 1, views: 30, forwards: 3 }),
        aPost({ postId: 2, views: 10 }),
      ]);
    },
    async reset() {
      terminal.answers = {};
      terminal.typed = [];
      terminal.heard = [];
      await database.query('TRUNCATE channels, channel_names, posts, channel_schedule, accounts CASCADE', []);
      await database.query(
        `INSERT INTO accounts (account_id, kind, heartbeat_at, created_at)
         VALUES (7, 'operator', clock_timestamp() + interval '1 hour', $1)`,
        [at],
      );
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await database.close();
      await place.drop();
    },
  };
  return terminal;
}

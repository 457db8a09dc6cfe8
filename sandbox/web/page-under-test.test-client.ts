import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Bot } from 'grammy';
import type { Browser, Page } from 'playwright-core';
import { expect } from 'vitest';
import { openBrowser } from '#e2e/harness/browser.ts';
import { createSandbox, type Sandbox } from '#sandbox/sandbox.ts';
import { people } from '#sandbox/world/people.ts';
import type { WorldChannel } from '#sandbox/world/world.ts';

/** A sandbox with its page in a browser, and a bot that remembers everything it is told. */
export interface PageUnderTest {
  folder: string;
  sandbox: Sandbox;
  bot: Bot;
  /** A public channel of the owner. */
  own: WorldChannel;
  open(personId: string, width: number, colorScheme: 'light' | 'dark'): Promise<Page>;
  /** Waits until the bot was told something that holds these fields. */
  expectTold(fields: object): Promise<void>;
  close(): Promise<void>;
}

/** Every kind of update these tests look at, those that a bot has to ask for included. */
const kinds = [
  'message',
  'my_chat_member',
  'chat_member',
  'channel_post',
  'edited_channel_post',
  'message_reaction_count',
  'inline_query',
  'callback_query',
] as const;

/** Starts all of it; `configure` adds what the bot does. */
export async function startPageUnderTest(configure: (bot: Bot) => void): Promise<PageUnderTest> {
  const folder = mkdtempSync(join(tmpdir(), 'page-under-test-'));
  const sandbox = await createSandbox({ dataDir: folder, pagePort: 0, worlds: [] });
  sandbox.botApi.context.limits.isOn = false;
  const own = sandbox.world.channels().find(({ creatorId, kind, username, hasReactions }) => {
    return creatorId === people.owner.id && kind === 'broadcast' && username !== null && hasReactions;
  });
  if (own === undefined) throw new Error('the owner has no public channel');
  const { botToken, botApiRoot, pageUrl } = sandbox.addresses;
  const told: Record<string, unknown>[] = [];
  const bot = new Bot(botToken, { client: { apiRoot: botApiRoot } });
  bot.use((ctx, next) => {
    told.push({ ...ctx.update });
    return next();
  });
  configure(bot);
  await bot.init();
  void bot.start({ allowed_updates: kinds });
  const browser: Browser = await openBrowser();
  return {
    ...{ folder, sandbox, bot, own },
    async open(personId, width, colorScheme) {
      const context = await browser.newContext({ viewport: { width, height: 760 }, colorScheme });
      const page = await context.newPage();
      page.setDefaultTimeout(15_000);
      page.on('pageerror', (error) => expect.unreachable(error.message));
      await page.goto(`${pageUrl}#person=${personId}`);
      return page;
    },
    async expectTold(fields) {
      await expect.poll(() => told, { timeout: 10_000 }).toContainEqual(expect.objectContaining(fields));
    },
    async close() {
      await browser.close();
      await bot.stop();
      await sandbox.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, FrameLocator, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createControlClient } from '#sandbox/control/client.ts';
import { createWorld } from '#sandbox/world/create-world.ts';
import { rebaseShift } from '#sandbox/world/recorded/rebase-shift.ts';
import type { ChannelTruth } from '#sandbox/world/world.ts';
import type { WorldOptions } from '#sandbox/world/world-source.ts';
import { keepScreenshot, openBrowser, whyNoBrowser } from './harness/browser.ts';
import { type Product, startProduct } from './harness/product.ts';
import { expectedFigures, recordingsDirectory, whyNoRecordings } from './harness/recordings.ts';
import { createTestDatabase, type TestDatabase } from './harness/test-database.ts';
import { listUnknownToSandbox } from './harness/unknown-to-sandbox.ts';
import { plainSpaces, writeCount, writeInFull, writePercent } from './independent/as-written.ts';
import { outside, workOutAudit } from './independent/audit-figures.ts';
import { type CardFigures, workOutCard } from './independent/card-figures.ts';
import { fromWorld, type RawMessage, readRecording } from './independent/raw-message.ts';

/** Edward, whose Telegram is in English. */
const person = '710000002';
const recordings = recordingsDirectory();

interface Story {
  name: string;
  username: string;
  worlds: string[];
  /** false: the recording does not say how many subscribers there are. */
  hasSubscribers: boolean;
  /** The card's figures at an instant (unix seconds), worked out without the product. */
  workOut(product: Product, at: number): Promise<Instant>;
}

/** What a channel is at one instant. */
interface Instant extends CardFigures {
  /** null: nobody knows. */
  subscribers: number | null;
}

const stories: Story[] = [
  {
    name: 'a generated channel',
    username: 'gorod_vesti',
    worlds: [],
    hasSubscribers: true,
    workOut: async (product, at) => {
      const { messages, subscribers } = await lookIntoWorld(product, 'gorod_vesti', at);
      return { ...workOutCard(messages, at), subscribers };
    },
  },
  ...(recordings === null ? [] : [recordedStory(join(recordings, 'regionality'))]),
];

function recordedStory(directory: string): Story {
  return {
    name: 'a recorded channel',
    username: 'regionality',
    worlds: [directory],
    hasSubscribers: false,
    workOut: async (product, at) => {
      const channel = JSON.parse(readFileSync(join(directory, 'channel.json'), 'utf8')) as {
        recordedAt: number;
      };
      const { epoch } = keptWorld(product);
      const messages = readRecording(directory, rebaseShift(channel.recordedAt, epoch, 'weeks'));
      return { ...workOutCard(messages, at), subscribers: null };
    },
  };
}

function keptWorld(product: Product): WorldOptions {
  return JSON.parse(readFileSync(join(product.sandboxDirectory, 'world.json'), 'utf8')) as WorldOptions;
}

/** A generated channel at one instant, from a world of our own made of the same seed. */
async function lookIntoWorld(
  product: Product,
  username: string,
  at: number,
): Promise<{ messages: RawMessage[]; subscribers: number | null; truth: ChannelTruth }> {
  const world = await createWorld({ ...keptWorld(product), now: () => at, tickMs: 0 });
  const found = world.byUsername(username);
  if (found?.kind !== 'channel') throw new Error(`The world has no @${username}.`);
  const whole = { offsetId: 0, offsetDate: 0, addOffset: 0, limit: 100_000, minId: 0, maxId: 0 };
  const { id } = found.channel;
  const messages = fromWorld(world.history(id, whole).messages);
  const seen = { messages, subscribers: world.subscribers(id, at), truth: world.truth(id, at) };
  world.close();
  return seen;
}

/** Sends a text as the chosen person. */
async function say(page: Page, text: string): Promise<void> {
  await page.getByTestId('composer').fill(text);
  await page.getByTestId('send').click();
}

/** Every text that any instant of the reading allows: views of a living channel grow while they are read. */
function texts(write: (figures: Instant) => string, instants: Instant[]): string[] {
  return [...new Set(instants.map(write))];
}

async function textOf(locator: Locator): Promise<string> {
  return plainSpaces((await locator.textContent()) ?? '');
}

/** The little of a canvas that is used here: these tests have no types of the browser. */
interface Canvas {
  width: number;
  height: number;
  getContext(kind: '2d'): {
    getImageData(x: number, y: number, width: number, height: number): { data: Uint8ClampedArray };
  } | null;
}

/** Share of the canvas that is not empty. */
async function inkOf(frame: FrameLocator): Promise<number> {
  return await frame
    .getByTestId('plot')
    .locator('canvas')
    .first()
    .evaluate<number, Canvas>((canvas) => {
      const { width, height } = canvas;
      const pixels = canvas.getContext('2d')?.getImageData(0, 0, width, height).data ?? [];
      let inked = 0;
      for (let index = 3; index < pixels.length; index += 4) if ((pixels[index] ?? 0) > 0) inked += 1;
      return inked / (width * height);
    });
}

if (recordings === null) {
  it('the story of a recorded channel', ({ skip }) => skip(whyNoRecordings));
}

describe.skipIf(whyNoBrowser !== null).each(stories)('the story of $name', (story) => {
  let database: TestDatabase;
  let product: Product;
  let browser: Browser;
  let askedAt = 0;

  beforeAll(async () => {
    database = await createTestDatabase();
    product = await startProduct({
      databaseUrl: database.url,
      worlds: story.worlds,
      variables: { MTPROTO_CALL_BUDGET: 'off' },
    });
    browser = await openBrowser();
  });

  afterAll(async () => {
    await browser?.close();
    await product?.stop();
    await database?.drop();
  });

  it('goes from a question in the chat to the same true figures on the card and in the Mini App', async () => {
    const page = await browser.newPage({ viewport: { width: 1280, height: 860 } });
    const failures: string[] = [];
    page.on('pageerror', (error) => failures.push(error.message));
    page.on('console', (line) => {
      if (line.type() === 'error') failures.push(`${line.text()} (${line.location().url})`);
    });
    await page.goto(product.addresses.pageUrl);
    await page.getByTestId(`person-${person}`).click();
    await page.getByTestId('start').click();
    await page.getByTestId('message-text').filter({ hasText: 'I measure Telegram channels' }).waitFor();

    const control = createControlClient(product.addresses.controlUrl);
    // Slow enough that people see how far it is.
    await control.addMtprotoFault({ method: 'messages.getHistory', delayMs: 1_000 });
    askedAt = Math.floor(Date.now() / 1_000);
    await say(page, `/stats @${story.username}`);
    const progress = page
      .getByTestId('message-text')
      .filter({ hasText: /Reading history… [\d,]+ of [\d,]+\./ });
    await progress.waitFor({ timeout: 60_000 });
    await keepScreenshot(page, `${story.username}-progress`);
    await control.clearFaults();
    const card = page.getByTestId('message-text').filter({ hasText: 'Average reach' });
    await card.waitFor({ timeout: 90_000 });
    expect(await progress.count(), 'the card takes the place of the progress').toBe(0);
    const answeredAt = Math.ceil(Date.now() / 1_000);
    await keepScreenshot(page, `${story.username}-card`);

    const instants: Instant[] = [];
    for (let at = askedAt; at <= answeredAt; at += 1) instants.push(await story.workOut(product, at));
    const reach = texts(
      (one) => `Average reach ${writeCount(one.averageReach)} · median ${writeCount(one.medianReach)}`,
      instants,
    );
    const rate = texts((one) => writePercent(one.engagementRate), instants);
    const shown = await textOf(card);
    expect(
      reach.some((text) => shown.includes(text)),
      `${shown}\nshould hold one of ${reach.join(' | ')}`,
    ).toBe(true);
    expect(
      rate.some((text) => shown.includes(`ER ${text} —`)),
      `${shown}\nER of ${rate.join(' | ')}`,
    ).toBe(true);
    expect(
      texts((one) => `${one.posts} `, instants).some((text) => shown.includes(text)),
      shown,
    ).toBe(true);
    expect(
      texts((one) => `— ${writeCount(one.bestViews)}`, instants).some((text) => shown.includes(text)),
      shown,
    ).toBe(true);
    if (story.hasSubscribers) {
      // Subscribers and views are read at different moments of the same while.
      const counts = [...new Set(instants.map((one) => one.subscribers ?? 0))];
      expect(counts.map((count) => `${writeInFull(count)} subscribers · 7-day change: — until`)).toContain(
        /[\d,]+ subscribers · 7-day change: — until/.exec(shown)?.[0],
      );
      const rates = counts.flatMap((count) =>
        texts((one) => writePercent(one.averageReach / count), instants),
      );
      expect(rates.map((rate) => `ERR ${rate} — reach to subscribers`)).toContain(
        /ERR .*? reach to subscribers/.exec(shown)?.[0],
      );
    } else {
      expect(shown).toContain('Subscribers: — (Telegram did not tell their number)');
      expect(shown).toContain('ERR: — (needs the number of subscribers)');
    }

    await page.getByTestId('inline-button').filter({ hasText: 'Open dashboard' }).last().click();
    const app = page.frameLocator('[data-testid=miniapp-frame]');
    const tile = app.getByTestId('tile-average-reach');
    await tile.waitFor({ timeout: 30_000 });
    const [, average = '', median = ''] = /Average reach (\S+) · median (\S+)/.exec(shown) ?? [];
    expect(await textOf(tile)).toContain(average);
    expect(await textOf(tile)).toContain(`median ${median}`);
    const [, cardRate = ''] = /ER (\S+ %)/.exec(shown) ?? [];
    expect(await textOf(app.getByTestId('tile-engagement-rate'))).toContain(cardRate);
    const [, told = ''] = /([\d,]+) subscribers/.exec(shown) ?? [];
    const subscribers = await textOf(app.getByTestId('tile-subscribers'));
    expect(subscribers).toContain(story.hasSubscribers ? writeCount(Number(told.replaceAll(',', ''))) : '—');
    if (story.hasSubscribers) expect(subscribers).toContain('7-day change: —');
    const [, reachRate = '—'] = /ERR (\S+ %)/.exec(shown) ?? [];
    expect(await textOf(app.getByTestId('tile-reach-per-subscriber'))).toContain(reachRate);
    await expect.poll(() => inkOf(app), { timeout: 15_000 }).toBeGreaterThan(0.01);
    await keepScreenshot(page, `${story.username}-mini-app`);
    expect(failures).toEqual([]);
    await page.close();
  });

  it('shows the same to somebody with a phone, in Russian, who finds the channel in a link', async () => {
    const page = await browser.newPage({ viewport: { width: 360, height: 740 } });
    await page.goto(product.addresses.pageUrl);
    await page.getByTestId('person-710000003').click();
    await page.getByTestId('chat-bot').click();
    await page.getByTestId('start').click();
    await say(page, `https://t.me/${story.username}/12`);
    const card = page.getByTestId('message-text').filter({ hasText: 'Средний охват' });
    await card.waitFor({ timeout: 60_000 });
    await keepScreenshot(page, `${story.username}-card-ru-360`);
    await page.getByTestId('inline-button').last().click();
    const app = page.frameLocator('[data-testid=miniapp-frame]');
    await app.getByTestId('tile-average-reach').waitFor({ timeout: 30_000 });
    await expect.poll(() => inkOf(app), { timeout: 15_000 }).toBeGreaterThan(0.01);
    await keepScreenshot(page, `${story.username}-mini-app-ru-360`);
    await page.close();
  });

  it('adds everything up as somebody else did', async () => {
    const audit = await product.cli(['audit', `@${story.username}`, '--json']);
    expect(audit).toMatchObject({ code: 0, stderr: '' });
    const totals = JSON.parse(audit.stdout) as Record<string, unknown>;
    if (recordings !== null && story.worlds.length > 0) {
      const { last10: _last10, ...expected } = expectedFigures(recordings).regionality ?? {};
      expect(totals).toMatchObject({ ...expected, reactions: 0 });
      return;
    }
    const at = async (instant: number): Promise<Record<string, unknown>> => {
      const { messages, truth } = await lookIntoWorld(product, story.username, instant);
      return { username: story.username, ...workOutAudit(messages, truth) };
    };
    const now = Math.ceil(Date.now() / 1_000);
    expect(outside(totals, await at(askedAt), await at(now))).toEqual([]);
  });

  it('has asked nothing of Telegram that the local one does not know', async () => {
    const control = createControlClient(product.addresses.controlUrl);
    expect((await control.listMtprotoCalls()).length).toBeGreaterThan(0);
    expect(await listUnknownToSandbox(control)).toEqual([]);
  });
});

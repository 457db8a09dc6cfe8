import type { Browser, FrameLocator, Page, Route } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createControlClient } from '#sandbox/control/client.ts';
import type { ChannelSummary, SandboxControl } from '#sandbox/control/operations.ts';
import { keepScreenshot, openBrowser, whyNoBrowser } from './harness/browser.ts';
import { type Product, startProduct } from './harness/product.ts';
import { createTestDatabase, type TestDatabase } from './harness/test-database.ts';
import { listUnknownToSandbox } from './harness/unknown-to-sandbox.ts';

/** People of the sandbox: one whose Telegram speaks Russian, one with English, one who has no channels. */
const people = { russian: '710000003', english: '710000002', newcomer: '710000004' };
const looks = [
  {
    person: people.english,
    theme: 'light',
    name: 'en-light',
    button: 'Open dashboard',
    table: 'Show as table',
    menu: 'Open',
  },
  {
    person: people.russian,
    theme: 'dark',
    name: 'ru-dark',
    button: 'Открыть графики',
    table: 'Показать таблицей',
    menu: 'Открыть',
  },
] as const;

describe.skipIf(whyNoBrowser !== null)('the Mini App inside the page of the local Telegram', () => {
  let product: Product;
  let testDatabase: TestDatabase;
  let browser: Browser;
  let control: SandboxControl;
  let channel: ChannelSummary;

  beforeAll(async () => {
    testDatabase = await createTestDatabase();
    product = await startProduct({ databaseUrl: testDatabase.url });
    control = createControlClient(product.addresses.controlUrl);
    browser = await openBrowser();
    const channels = await control.listChannels();
    const first = channels.find(({ username, kind }) => username !== null && kind === 'broadcast');
    if (first === undefined) throw new Error('the generated world has no public channel');
    channel = first;
    for (const { person } of looks) {
      await control.startBot({ personId: person });
      await control.sendMessage({ personId: person, text: `/stats @${channel.username}` });
    }
  });
  afterAll(async () => {
    await browser?.close();
    await product?.stop();
    await testDatabase?.drop();
  });

  /** Chooses a person on a phone's screen and opens their chat with the bot. */
  async function openChat(person: string, theme: 'light' | 'dark'): Promise<Page> {
    const page = await browser.newPage({
      ...{ viewport: { width: 360, height: 740 }, deviceScaleFactor: 2 },
      ...{ colorScheme: theme, reducedMotion: 'reduce' as const },
    });
    page.on('pageerror', (error) => expect.unreachable(error.message));
    await page.goto(product.addresses.pageUrl);
    await page.getByTestId(`person-${person}`).click();
    await page.getByTestId('chat-bot').click();
    return page;
  }

  async function openDashboard(page: Page, button: string): Promise<FrameLocator> {
    await page.getByTestId('inline-button').filter({ hasText: button }).click();
    const app = page.frameLocator('[data-testid=miniapp-frame]');
    await app.getByTestId('plot').waitFor();
    return app;
  }

  it.each(looks)(
    'shows a channel, its numbers in full and a drawn chart, then the list ($name)',
    async (look) => {
      const page = await openChat(look.person, look.theme);
      await page.getByTestId('menu-button').filter({ hasText: look.menu }).waitFor();
      const app = await openDashboard(page, look.button);
      await app.getByTestId('history').waitFor({ state: 'detached' });
      await keepScreenshot(page, `mini-app-channel-${look.name}`);

      await app.getByTestId('tile-subscribers').click();
      const told = await app.getByTestId('sheet').textContent();
      expect(digitsOf(told ?? '')).toContain(String(channel.subscribers));
      await keepScreenshot(page, `mini-app-sheet-${look.name}`);
      await page.keyboard.press('Escape');
      await app.getByTestId('sheet').waitFor({ state: 'detached' });

      await app.getByTestId('plot').scrollIntoViewIfNeeded();
      await keepScreenshot(page, `mini-app-chart-30d-${look.name}`);
      await app.getByTestId('period-all').click();
      await app.locator('[data-testid=channel][aria-busy=false]').waitFor();
      await app.getByTestId('plot').scrollIntoViewIfNeeded();
      await keepScreenshot(page, `mini-app-chart-all-${look.name}`);
      const inked = await app.locator('.plot canvas').evaluate(countInkedPixels);
      expect(inked).toBeGreaterThan(500);
      await app.getByTestId('plot').scrollIntoViewIfNeeded();
      await app.getByRole('button', { name: look.table }).click();
      expect(await app.getByTestId('posts-table').locator('tbody tr').count()).toBeGreaterThan(5);
      await keepScreenshot(page, `mini-app-table-${look.name}`);

      await page.getByTestId('miniapp-back').click();
      await app.getByTestId(`channel-${channel.id}`).waitFor();
      await keepScreenshot(page, `mini-app-list-${look.name}`);
      await page.close();
    },
  );

  it('teaches somebody without channels how to add one', async () => {
    const page = await openChat(people.newcomer, 'light');
    await page.getByTestId('start').click();
    await page.getByTestId('menu-button').click();
    const app = page.frameLocator('[data-testid=miniapp-frame]');
    await app.getByTestId('no-channels').waitFor();
    await keepScreenshot(page, 'mini-app-empty');
    await page.close();
  });

  it('goes back from the sheet to the channel first, and only then to the list', async () => {
    const page = await openChat(people.english, 'dark');
    const app = await openDashboard(page, 'Open dashboard');
    const tile = app.getByTestId('tile-engagement-rate');
    await tile.click();
    expect(await app.getByTestId('sheet').textContent()).toMatch(/[\d,]+ ÷ [\d,]+ = [\d.]+\s%/);
    await page.getByTestId('miniapp-back').click();
    await app.getByTestId('sheet').waitFor({ state: 'detached' });
    expect(await tile.evaluate((element) => element.matches(':focus'))).toBe(true);
    await page.getByTestId('miniapp-back').click();
    await app.getByTestId('channel-list').waitFor();
    await page.close();
  });

  it('keeps the figures it has when another period fails, says so, and heals by itself', async () => {
    const page = await openChat(people.english, 'light');
    const app = await openDashboard(page, 'Open dashboard');
    await page.route('**/report?period=7d', refuse(503, 'temporarily-unavailable'));
    await app.getByTestId('period-7d').click();
    const problem = app.getByTestId('problem');
    await problem.waitFor({ timeout: 20_000 });
    expect(await problem.textContent()).toContain('Below are the figures read before: 30 days.');
    expect(await app.getByTestId('plot').isVisible()).toBe(true);
    await keepScreenshot(page, 'mini-app-kept-figures');
    await page.unroute('**/report?period=7d');
    await problem.getByRole('button', { name: 'Try again' }).click();
    await problem.waitFor({ state: 'detached' });

    let isDown = true;
    setTimeout(() => {
      isDown = false;
    }, 2_000);
    await page.route('**/report?period=90d', (route) =>
      isDown ? route.abort('connectionrefused') : route.continue(),
    );
    await app.getByTestId('period-90d').click();
    await app.locator('[data-testid=channel][aria-busy=true]').waitFor();
    await app.locator('[data-testid=channel][aria-busy=false]').waitFor();
    expect(isDown).toBe(false);
    expect(await problem.count()).toBe(0);
    await page.close();
  });

  it('says after five seconds of silence that it is still trying, then that it takes too long, and recovers', async () => {
    const page = await openChat(people.russian, 'dark');
    const held: Route[] = [];
    await page.route('**/report?*', (route) => void held.push(route));
    await page.getByTestId('inline-button').filter({ hasText: 'Открыть графики' }).click();
    const app = page.frameLocator('[data-testid=miniapp-frame]');
    await app.getByTestId('loading').waitFor();
    expect(await app.getByTestId('still-trying').count()).toBe(0);
    await app.getByTestId('still-trying').waitFor({ timeout: 6_000 });
    await keepScreenshot(page, 'mini-app-still-trying');
    await app.locator('[data-code=too-slow]').waitFor({ timeout: 14_000 });
    expect(held).toHaveLength(2);
    await page.unroute('**/report?*');
    await app.getByTestId('plot').waitFor();
    await page.close();
  });

  it('opens as soon as the service is back when it was gone from the start', async () => {
    const page = await openChat(people.english, 'light');
    const everything = `${product.productUrl}/api/**`;
    await page.route(everything, (route) => route.abort('connectionrefused'));
    await page.getByTestId('inline-button').filter({ hasText: 'Open dashboard' }).click();
    const app = page.frameLocator('[data-testid=miniapp-frame]');
    const silence = app.locator('.after-silence');
    await silence.waitFor({ state: 'attached' });
    expect(await silence.isVisible()).toBe(false);
    await silence.waitFor({ timeout: 7_000 });
    await page.unroute(everything);
    await app.getByTestId('tile-subscribers').click({ timeout: 10_000 });
    await app.getByTestId('sheet').waitFor();
    await page.close();
  });

  it('renews a session that has ended without a word, and says when the window itself is too old', async () => {
    const page = await openChat(people.english, 'light');
    let refused = 0;
    await page.route('**/report?*', (route) => {
      refused += 1;
      return refused === 1 ? refuse(401, 'session-expired')(route) : route.continue();
    });
    const app = await openDashboard(page, 'Open dashboard');
    expect(refused).toBeGreaterThan(1);
    await page.route('**/auth/session', refuse(401, 'init-data-expired'));
    await page.unroute('**/report?*');
    await page.route('**/report?*', refuse(401, 'session-expired'));
    await app.getByTestId('period-all').click();
    const problem = app.locator('[data-testid=problem][data-code=init-data-expired]');
    await problem.waitFor();
    expect(await problem.getByRole('button').count()).toBe(0);
    await page.close();
  });

  it('says that it lives in Telegram to somebody who comes from elsewhere, also with a copied address, and whom to look for', async () => {
    const page = await browser.newPage({ viewport: { width: 360, height: 740 } });
    await page.goto(product.productUrl);
    const outside = page.getByTestId('outside');
    await outside.getByText('@channel_pulse_bot').waitFor();
    // t.me knows nothing of a bot of the local Telegram.
    expect(await outside.getByRole('link').count()).toBe(0);
    await keepScreenshot(page, 'mini-app-outside');

    const source = { kind: 'link', startParameter: null } as const;
    const launch = await control.openMiniApp({ personId: people.english, source });
    await page.goto(launch?.url ?? 'about:blank');
    await page.getByTestId('outside').waitFor();
    await page.close();
  });

  it('has posted nothing and asked nothing that the local Telegram does not know', async () => {
    expect(await listUnknownToSandbox(control)).toEqual([]);
  });
});

/** Answers in place of the API with a problem. */
function refuse(status: number, code: string): (route: Route) => Promise<void> {
  return (route) =>
    route.fulfill({
      status,
      contentType: 'application/problem+json',
      body: JSON.stringify({ type: `urn:problem:${code}`, title: code, status, code, requestId: 'r1' }),
    });
}

/** Digits without what groups them: `14,213` and `14 213` are the same number. */
function digitsOf(text: string): string {
  return text.replace(/(?<=\d)[,\u00a0](?=\d)/g, '');
}

/** What of a canvas is asked; browser types do not belong to this half of the project. */
interface Canvas {
  width: number;
  height: number;
  getContext(kind: '2d'): {
    getImageData(x: number, y: number, width: number, height: number): { data: ArrayLike<number> };
  };
}

/** Pixels of a canvas that something was drawn on; runs in the page. */
function countInkedPixels(element: unknown): number {
  const canvas = element as Canvas;
  const pixels = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
  let inked = 0;
  for (let place = 3; place < pixels.length; place += 4) if (pixels[place] !== 0) inked += 1;
  return inked;
}

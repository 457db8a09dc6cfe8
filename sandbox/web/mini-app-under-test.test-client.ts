import { createServer } from 'node:http';
import type { Locator, Page } from 'playwright-core';
import { listen } from '#sandbox/bot-api/listen.ts';
import type { PageUnderTest } from './page-under-test.test-client.ts';

/** One event as it travels between a Mini App and the page. */
export interface TravellingEvent {
  eventType: string;
  eventData?: unknown;
}

/** A Mini App that says whatever a test wants it to say, and keeps what it is told. */
export interface MiniAppUnderTest {
  url: string;
  /** Presses the menu button, and waits until the Mini App and the page have spoken with each other. */
  open(page: Page): Promise<void>;
  /** Waits until the Mini App, opened in whatever way, has been heard. */
  heard(page: Page): Promise<void>;
  /** Posts events one right after the other. */
  post(page: Page, ...events: [eventType: string, eventData?: unknown][]): Promise<void>;
  /** What the page has told the Mini App of one kind, oldest first. */
  told(page: Page, eventType: string): Promise<unknown[]>;
  close(): Promise<void>;
}

const html = `<!doctype html>
<title>Mini App under test</title>
<main id="mini-app">A Mini App</main>
<script>
  const told = [];
  addEventListener('message', ({ data }) => told.push(JSON.parse(data)));
  const say = (events) => {
    for (const [eventType, eventData] of events) parent.postMessage(JSON.stringify({ eventType, eventData }), '*');
  };
  say([['web_app_ready']]);
</script>`;

/** Serves the Mini App and makes it the bot's menu button. */
export async function startMiniAppUnderTest(under: PageUnderTest): Promise<MiniAppUnderTest> {
  const server = createServer((_, response) => {
    response.writeHead(200, { 'content-type': 'text/html' });
    response.end(html);
  });
  const { root, close } = await listen(server, 0, '127.0.0.1');
  await under.bot.api.setChatMenuButton({
    menu_button: { type: 'web_app', text: 'Open', web_app: { url: root } },
  });
  // Only the Mini App's own document has it: the empty one that a frame begins with is never spoken to.
  const inside = (page: Page): Locator =>
    page.frameLocator('[data-testid=miniapp-frame]').locator('#mini-app');

  async function heard(page: Page): Promise<void> {
    await inside(page).waitFor();
    await page.getByTestId('miniapp-loader').waitFor({ state: 'detached' });
  }

  return {
    url: root,
    heard,
    async open(page) {
      await page.getByTestId('menu-button').click();
      await heard(page);
    },
    async post(page, ...events) {
      await inside(page).evaluate(`say(${JSON.stringify(events)})`);
    },
    async told(page, eventType) {
      const all: TravellingEvent[] = await inside(page).evaluate('told');
      return all.filter((event) => event.eventType === eventType).map(({ eventData }) => eventData);
    },
    close,
  };
}

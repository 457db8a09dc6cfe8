import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Bot, InlineKeyboard, Keyboard } from 'grammy';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { keepScreenshot, openBrowser, whyNoBrowser } from '#e2e/harness/browser.ts';
import { listen } from '#sandbox/bot-api/listen.ts';
import { createSandbox, type Sandbox } from '#sandbox/sandbox.ts';
import { people } from '#sandbox/world/people.ts';

/** A Mini App of the real SDK that shows what it was told. */
const miniAppPage = (pageUrl: string): string => `<!doctype html>
<meta name="viewport" content="width=device-width">
<title>Small Mini App</title>
<style>html { background: var(--bg); color: var(--text) }</style>
<p id="start"></p><p id="theme"></p><p id="viewport"></p><p id="storage"></p><p id="back">not pressed</p><p id="popup"></p>
<script src="/sdk.js"></script>
<script>
  const sdk = telegramApps.sdk;
  const show = (id, text) => { document.getElementById(id).textContent = text; };
  sdk.init({ postEvent: (eventType, eventData) => parent.postMessage(JSON.stringify({ eventType, eventData }), ${JSON.stringify(pageUrl)}) });
  sdk.themeParams.mountSync();
  sdk.backButton.mount();
  sdk.backButton.show();
  sdk.backButton.onClick(() => show('back', 'pressed'));
  sdk.mainButton.mount();
  sdk.mainButton.setParams({ text: 'Ask', isVisible: true });
  sdk.mainButton.onClick(async () => {
    show('popup', 'chose ' + await sdk.popup.open({ message: 'Sure?', buttons: [{ id: 'yes', type: 'default', text: 'Yes' }] }));
  });
  show('start', 'start ' + (sdk.retrieveLaunchParams().tgWebAppStartParam ?? 'none'));
  const paint = () => show('theme', 'theme ' + sdk.themeParams.backgroundColor());
  paint();
  sdk.themeParams.backgroundColor.sub(paint);
  sdk.viewport.mount().then(() => show('viewport', 'width ' + sdk.viewport.width()));
  sdk.cloudStorage.setItem('key', 'kept').then(() => sdk.cloudStorage.getItem('key')).then((value) => show('storage', 'storage ' + value));
  sdk.miniApp.ready();
</script>`;

describe.skipIf(whyNoBrowser !== null)('the page', () => {
  const folder = mkdtempSync(join(tmpdir(), 'page-'));
  let sandbox: Sandbox;
  let browser: Browser;
  let bot: Bot;
  let miniApp: { root: string; close(): Promise<void> };

  beforeAll(async () => {
    sandbox = await createSandbox({ dataDir: folder, pagePort: 0, worlds: [] });
    sandbox.botApi.context.limits.isOn = false;
    const sdk = readFileSync(
      createRequire(import.meta.url)
        .resolve('@telegram-apps/sdk')
        .replace(/index\.cjs$/, 'index.iife.js'),
    );
    const server = createServer((request, response) => {
      const isScript = request.url === '/sdk.js';
      response.writeHead(200, { 'content-type': isScript ? 'text/javascript' : 'text/html' });
      response.end(isScript ? sdk : miniAppPage(sandbox.addresses.pageUrl));
    });
    miniApp = await listen(server, 0, '127.0.0.1');
    bot = await startBot(sandbox, miniApp.root);
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await bot?.stop();
    await sandbox?.close();
    await miniApp?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  async function openPage(width: number, colorScheme: 'light' | 'dark'): Promise<Page> {
    const context = await browser.newContext({ viewport: { width, height: 740 }, colorScheme });
    const page = await context.newPage();
    page.setDefaultTimeout(15_000);
    page.on('pageerror', (error) => expect.unreachable(error.message));
    await page.goto(sandbox.addresses.pageUrl);
    return page;
  }

  function messages(page: Page): Locator {
    return page.getByTestId('messages');
  }

  it('plays a conversation: start, commands, buttons, edits, notices, keyboards', async () => {
    const page = await openPage(1280, 'light');
    await page.getByTestId(`person-${people.owner.id}`).click();
    await page.getByTestId('start').click();
    await messages(page).getByText('Hello Ольга').waitFor();
    await page.getByTestId('composer').fill('/ca');
    await page.getByRole('option', { name: '/card' }).click();
    const card = page.getByTestId('message').last();
    await card.getByText('pressed 0 times').waitFor();
    expect(await card.locator('strong').textContent()).toBe('<Card> & co');
    await card.getByRole('button', { name: 'Press' }).click();
    await page.getByTestId('toast').getByText('Counted').waitFor();
    await card.getByText('pressed 1 times').waitFor();
    await card.getByRole('button', { name: 'Explain' }).click();
    await page.getByTestId('dialog').getByText('Because').waitFor();
    await page.getByTestId('dialog-ok').click();
    await page.getByTestId('composer').fill('/keys');
    await page.getByTestId('composer').press('Enter');
    await page.getByTestId('reply-keyboard').getByRole('button', { name: 'Blue' }).click();
    await messages(page).getByText('You chose Blue').waitFor();
    await keepScreenshot(page, 'sandbox-page-wide-light');
    await page.reload();
    await messages(page).getByText('You chose Blue').waitFor();
    await page.context().close();
  });

  it('hosts the Mini App of the real SDK and follows the theme', async () => {
    const page = await openPage(1280, 'dark');
    await page.getByTestId(`person-${people.editor.id}`).click();
    await page.getByTestId('start').click();
    await messages(page).getByText('Hello Edward').waitFor();
    await page.getByTestId('menu-button').click();
    const app = page.frameLocator('[data-testid=miniapp-frame]');
    await app.getByText('start none').waitFor();
    await app.getByText('theme #17212b').waitFor();
    await app.getByText(/width \d+/).waitFor();
    await app.getByText('storage kept').waitFor();
    await page.getByTestId('miniapp-loader').waitFor({ state: 'detached' });
    await page.getByTestId('miniapp-back').click();
    await app.getByText(/^pressed$/).waitFor();
    await page.getByTestId('miniapp-main-button').click();
    await page.getByTestId('dialog-yes').click();
    await app.getByText('chose yes').waitFor();
    await page.getByTestId('miniapp-more').click();
    await page.getByTestId('miniapp-events').click();
    const types = await page
      .locator('[data-testid=miniapp-log] [data-direction=in]')
      .evaluateAll((nodes) => nodes.map((node) => node.getAttribute('data-event')));
    expect(types).toEqual(
      expect.arrayContaining(['web_app_ready', 'web_app_setup_back_button', 'web_app_open_popup']),
    );
    await keepScreenshot(page, 'sandbox-page-mini-app-dark');
    await page.keyboard.press('Escape');
    await page.getByTestId('miniapp').waitFor({ state: 'detached' });
    await page.context().close();
  });

  it('opens links to the Mini App and to the bot on a phone, one pane at a time', async () => {
    const page = await openPage(360, 'light');
    await page.getByTestId(`person-${people.viewer.id}`).click();
    await page.getByTestId('chat-bot').click();
    await page.getByTestId('start').click();
    await page.getByTestId('composer').fill('/links');
    await page.getByTestId('send').click();
    await page.getByRole('button', { name: 'Mini App' }).click();
    await page.frameLocator('[data-testid=miniapp-frame]').getByText('start c42').waitFor();
    await page.getByTestId('miniapp-close').click();
    await page.getByRole('button', { name: 'Deep link' }).click();
    await messages(page).getByText('Hello Вера, you came by p7').waitFor();
    const overflow = await page.locator('html').evaluate((node) => node.scrollWidth - node.clientWidth);
    expect(overflow).toBe(0);
    await keepScreenshot(page, 'sandbox-page-phone-light');
    await page.getByTestId('back').click();
    await page.getByTestId('theme-toggle').click();
    expect(await page.locator('html').getAttribute('data-theme')).toBe('dark');
    await keepScreenshot(page, 'sandbox-page-phone-dark-list');
    await page.context().close();
  });

  it('can be used with the keyboard alone', async () => {
    const page = await openPage(1280, 'light');
    await page.getByTestId('theme-toggle').focus();
    for (let i = 0; i < 4; i++) await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.getByTestId('start').focus();
    await page.keyboard.press('Enter');
    await messages(page).getByText('Hello Sam').waitFor();
    await page.getByTestId('composer').focus();
    await page.keyboard.type('/');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await messages(page)
      .getByText(/pressed \d times/)
      .waitFor();
    await page.context().close();
  });
});

/** A bot with something of everything the page can draw. */
async function startBot(sandbox: Sandbox, miniAppUrl: string): Promise<Bot> {
  const bot = new Bot(sandbox.addresses.botToken, { client: { apiRoot: sandbox.addresses.botApiRoot } });
  let presses = 0;
  const card = (): [string, { parse_mode: 'HTML'; reply_markup: InlineKeyboard }] => [
    `<b>&lt;Card&gt; &amp; co</b> pressed ${presses} times`,
    {
      parse_mode: 'HTML',
      reply_markup: new InlineKeyboard().text('Press', 'press').text('Explain', 'explain'),
    },
  ];
  bot.command('start', (ctx) =>
    ctx.reply(`Hello ${ctx.from?.first_name}${ctx.match === '' ? '' : `, you came by ${ctx.match}`}`),
  );
  bot.command('card', (ctx) => ctx.reply(...card()));
  bot.command('keys', (ctx) =>
    ctx.reply('Which?', { reply_markup: new Keyboard().text('Red').text('Blue') }),
  );
  bot.command('links', (ctx) => {
    const { botUsername } = sandbox.addresses;
    const keyboard = new InlineKeyboard()
      .url('Mini App', `https://t.me/${botUsername}?startapp=c42`)
      .url('Deep link', `https://t.me/${botUsername}?start=p7`);
    return ctx.reply('Where to?', { reply_markup: keyboard });
  });
  bot.callbackQuery('press', async (ctx) => {
    presses++;
    await ctx.answerCallbackQuery('Counted');
    await ctx.editMessageText(...card());
  });
  bot.callbackQuery('explain', (ctx) => ctx.answerCallbackQuery({ text: 'Because', show_alert: true }));
  bot.on('message:text', (ctx) => ctx.reply(`You chose ${ctx.message.text}`));
  await bot.api.setMyCommands([{ command: 'card', description: 'A card with buttons' }]);
  await bot.api.setChatMenuButton({
    menu_button: { type: 'web_app', text: 'Open', web_app: { url: miniAppUrl } },
  });
  void bot.start();
  return bot;
}

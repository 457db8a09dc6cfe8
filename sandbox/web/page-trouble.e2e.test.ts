import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { keepScreenshot, whyNoBrowser } from '#e2e/harness/browser.ts';
import { people } from '#sandbox/world/people.ts';
import { type PageUnderTest, startPageUnderTest } from './page-under-test.test-client.ts';

const { owner } = people;
const silence = 'The sandbox does not answer. Is it still running?';

describe.skipIf(whyNoBrowser !== null)('a page whose sandbox does not answer', () => {
  let under: PageUnderTest;

  beforeAll(async () => {
    under = await startPageUnderTest(() => {});
  });
  afterAll(() => under?.close());

  it('says so instead of staying empty, and goes on when asked to', async () => {
    const page = await under.open('', 360, 'light');
    await page.getByTestId(`person-${owner.id}`).waitFor();
    await page.route('**/api/people', (route) => route.abort());
    await page.reload();
    await page.getByTestId('problem').getByText(silence).waitFor();
    await keepScreenshot(page, 'sandbox-page-phone-no-answer');
    await page.unroute('**/api/people');
    await page.getByTestId('retry').click();
    await page.getByTestId(`person-${owner.id}`).click();
    await page.getByTestId('chat-bot').waitFor();
    await page.route('**/api/find?*', (route) => route.abort());
    await page.getByTestId('search').fill('machines');
    await page.getByTestId('search-note').getByText(silence).waitFor();
    await page.context().close();
  });

  it('keeps what was typed, to the bot, as a post and as an edit, until it is sent', async () => {
    await under.sandbox.control.startBot({ personId: owner.id });
    const page = await under.open(owner.id, 360, 'light');
    await page.getByTestId('chat-bot').click();
    await page.route('**/api/send', (route) => route.abort());
    const composer = page.getByTestId('composer');
    await composer.fill('dear bot');
    await composer.press('Enter');
    await page.getByTestId('toast').getByText(silence).waitFor();
    await expect.poll(() => composer.inputValue()).toBe('dear bot');
    await keepScreenshot(page, 'sandbox-page-phone-unsent');
    await page.unroute('**/api/send');
    await page.getByTestId('send').click();
    await page.getByTestId('messages').getByText('dear bot').waitFor();
    await expect.poll(() => composer.inputValue()).toBe('');

    await page.route('**/api/inline', (route) => route.abort());
    await composer.fill(`@${under.sandbox.addresses.botUsername} anything`);
    await page.getByTestId('inline-results').getByText(silence).waitFor();
    await composer.fill('');

    await page.getByTestId('back').click();
    await page.getByTestId(`chat-${under.own.id}`).click();
    await page.route('**/api/channel/{post,edit}', (route) => route.abort());
    const field = page.getByTestId('post-field');
    await field.fill('dear readers');
    await page.getByTestId('publish').click();
    await expect.poll(() => field.inputValue()).toBe('dear readers');
    await page.unroute('**/api/channel/{post,edit}');
    await page.getByTestId('publish').click();
    const post = page.getByTestId('post').last();
    await post.getByText('dear readers').waitFor();
    await expect.poll(() => field.inputValue()).toBe('');
    await page.route('**/api/channel/{post,edit}', (route) => route.abort());
    await post.getByTestId('post-menu').click();
    await page.getByTestId('edit-post').click();
    await field.fill('dear listeners');
    await page.getByTestId('publish').click();
    await expect.poll(() => field.inputValue()).toBe('dear listeners');
    await page.unroute('**/api/channel/{post,edit}');
    await page.getByTestId('publish').click();
    await post.getByText('dear listeners').waitFor();
    expect(await page.getByTestId('posts').getByText('dear readers').count()).toBe(0);
    await page.context().close();
  });

  it('forgets the address of a channel that is gone, and shows the notice below the headings', async () => {
    const page = await under.open(`${owner.id}&channel=2299999999`, 360, 'light');
    const toast = page.getByTestId('toast');
    await toast.waitFor();
    const [notice, search] = [await toast.boundingBox(), await page.getByTestId('search').boundingBox()];
    expect(notice?.y).toBeGreaterThan((search?.y ?? 0) + (search?.height ?? 0));
    await expect.poll(() => new URL(page.url()).hash).toBe(`#person=${owner.id}`);
    await page.context().close();
  });
});

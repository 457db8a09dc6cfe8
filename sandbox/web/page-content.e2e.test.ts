import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { keepScreenshot, whyNoBrowser } from '#e2e/harness/browser.ts';
import { people } from '#sandbox/world/people.ts';
import { type PageUnderTest, startPageUnderTest } from './page-under-test.test-client.ts';

const { owner } = people;

describe.skipIf(whyNoBrowser !== null)('what the page shows', () => {
  let under: PageUnderTest;

  beforeAll(async () => {
    under = await startPageUnderTest(() => {});
  });
  afterAll(() => under?.close());

  it('says who is who before one chooses, and by which number they log in', async () => {
    const page = await under.open('', 360, 'light');
    const roles = page.locator('[data-testid^="role-"]');
    await roles.first().waitFor();
    expect(await roles.allTextContents()).toEqual([
      'owner · 2 channels with statistics',
      'editor · 2 channels with statistics',
      'viewer · reads 3 channels',
      'stranger · reads 1 channel',
    ]);
    await page.getByText(`+${owner.phone}`).waitFor();
    const overflow = await page.locator('html').evaluate((node) => node.scrollWidth - node.clientWidth);
    expect(overflow).toBe(0);
    await keepScreenshot(page, 'sandbox-page-phone-people');
    const content = `Object.defineProperty(navigator, 'language', { value: 'ru-RU' });`;
    await page.addInitScript({ content });
    await page.reload();
    await page.getByText('владелец · 2 канала со статистикой').waitFor();
    await page.getByText('посторонний · читает 1 канал').waitFor();
    await page.context().close();
  });

  it('shows dates as day and month, the same photo in the channel and forwarded, and what a poll offers', async () => {
    const { sandbox, own } = under;
    await sandbox.control.startBot({ personId: owner.id });
    const photo = sandbox.world.post(own.id, { text: 'with a photo', media: { kind: 'photo' } });
    sandbox.world.post(own.id, { text: '', media: { kind: 'poll', detail: 'Чай или кофе?' } });
    const page = await under.open(owner.id, 360, 'light');
    const times = await page.locator('.chat-time').allTextContents();
    expect(times.filter((time) => !/^(\d\d:\d\d|\d{1,2} [A-Z][a-z]+)?$/.test(time))).toEqual([]);
    await page.getByTestId(`chat-${own.id}`).click();
    await page.getByTestId('poll').last().waitFor();
    const days = await page.locator('[data-day]').allTextContents();
    expect(days.length).toBeGreaterThan(2);
    expect(days.filter((day) => !/^(Today|\d{1,2} [A-Z][a-z]+)$/.test(day))).toEqual([]);
    const poll = page.getByTestId('poll').last();
    await poll.getByText('Чай или кофе?').waitFor();
    expect(await poll.locator('li span:first-child').allTextContents()).toEqual(['Да', 'Нет']);
    await poll.getByText('19 votes').waitFor();
    const picture = page.locator(`[data-post-id="${photo}"]`).getByTestId('picture');
    await expect.poll(() => picture.evaluate((node) => Reflect.get(node, 'naturalWidth'))).toBe(320);
    const shown = await picture.getAttribute('src');
    await keepScreenshot(page, 'sandbox-page-phone-photo-and-poll');
    const { messages } = await sandbox.control.forwardPost({
      ...{ personId: owner.id, channelId: own.id, messageId: photo },
    });
    expect(shown).toBe(`/files/${messages[0]?.photo?.at(-1)?.file_id}`);
    await page.context().close();
  });
});

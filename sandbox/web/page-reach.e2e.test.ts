import { InputFile } from 'grammy';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { keepScreenshot, whyNoBrowser } from '#e2e/harness/browser.ts';
import { people } from '#sandbox/world/people.ts';
import { type PageUnderTest, startPageUnderTest } from './page-under-test.test-client.ts';

const { owner, editor } = people;

describe.skipIf(whyNoBrowser !== null)('everything on the page can be reached', () => {
  let under: PageUnderTest;

  beforeAll(async () => {
    under = await startPageUnderTest(() => {});
  });
  afterAll(() => under?.close());

  it('names everything that can be pressed or written in, what is hidden included, and squeezes nothing on a phone', async () => {
    const page = await under.open('', 360, 'dark');
    const unnamed = async (): Promise<string[]> =>
      page.locator('button, a, input, textarea, dialog, iframe, [role=button]').evaluateAll((nodes) =>
        nodes
          .filter((node) => {
            const name = `${node.getAttribute('aria-label') ?? ''}${node.textContent}${node.getAttribute('title') ?? ''}`;
            return name.trim() === '' && node.closest('label') === null;
          })
          .map((node) => node.outerHTML.slice(0, 100)),
      );
    expect(await unnamed()).toEqual([]);
    await page.getByTestId(`person-${owner.id}`).click();
    await page.getByTestId('chat-bot').waitFor();
    expect(await unnamed()).toEqual([]);
    await page.getByTestId('chat-bot').click();
    await page.getByTestId('start').waitFor();
    const name = `${'a-very-long-name-of-a-file-'.repeat(4)}.csv`;
    await under.sandbox.control.startBot({ personId: owner.id });
    await under.bot.api.sendDocument(Number(owner.id), new InputFile(Buffer.from('one,two'), name));
    const file = page.getByTestId('messages').locator('.file').last();
    await file.getByText(name).waitFor();
    const icon = await file.locator('.file-icon').boundingBox();
    expect([icon?.width, icon?.height]).toEqual([44, 44]);
    await keepScreenshot(page, 'sandbox-page-phone-dark-file');
    expect(await unnamed()).toEqual([]);
    await page.getByTestId('back').click();
    await page.locator('[data-testid^="chat-2"]').first().click();
    await page.getByTestId('post').first().waitFor();
    expect(await unnamed()).toEqual([]);
    for (const button of ['channel-menu', 'channel-back']) {
      const box = await page.getByTestId(button).boundingBox();
      expect(Math.min(box?.width ?? 0, box?.height ?? 0), button).toBeGreaterThanOrEqual(40);
    }
    const overflow = await page.locator('html').evaluate((node) => node.scrollWidth - node.clientWidth);
    expect(overflow).toBe(0);
    await page.context().close();
  });

  it('leads the keyboard through a phone’s screen: to a chat, its menu, a post and back', async () => {
    const page = await under.open('', 360, 'light');
    await page.getByTestId(`person-${editor.id}`).focus();
    await page.keyboard.press('Enter');
    await page.getByTestId('chat-bot').waitFor();
    await page.locator('body').click({ position: { x: 1, y: 1 } });
    const seen: string[] = [];
    const focused = async (): Promise<string> =>
      (await page.locator(':focus').getAttribute('data-testid')) ?? 'something else';
    async function tabTo(isWanted: (testId: string) => boolean): Promise<void> {
      for (let presses = 0; presses < 30; presses++) {
        await page.keyboard.press('Tab');
        if ((await page.locator(':focus').count()) === 0) continue;
        seen.push(await focused());
        if (isWanted(seen.at(-1) ?? '')) return;
      }
      expect.unreachable(`the keyboard went only to ${seen.join(', ')}`);
    }
    await tabTo((testId) => testId.startsWith('chat-2'));
    expect(seen).toEqual(
      expect.arrayContaining(['switch-person', 'devices-button', 'theme-toggle', 'search', 'chat-bot']),
    );
    await page.keyboard.press('Enter');
    await page.getByTestId('post').last().waitFor();
    await tabTo((testId) => testId === 'channel-menu');
    await page.keyboard.press('Enter');
    await page.getByTestId('leave').or(page.getByTestId('menu-join')).waitFor();
    await page.keyboard.press('Escape');
    await tabTo((testId) => testId === 'react');
    await page.keyboard.press('Enter');
    await page.getByTestId('give-👍').waitFor();
    await page.keyboard.press('Escape');
    await page.getByTestId('channel-back').focus();
    await page.keyboard.press('Enter');
    await page.getByTestId('chat-bot').waitFor();
    await page.context().close();
  });
});

import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { keepScreenshot, whyNoBrowser } from '#e2e/harness/browser.ts';
import { people } from '#sandbox/world/people.ts';
import { type MiniAppUnderTest, startMiniAppUnderTest } from './mini-app-under-test.test-client.ts';
import { type PageUnderTest, startPageUnderTest } from './page-under-test.test-client.ts';

const { owner, editor, stranger } = people;

/** Of no type that any field of any event has. */
const wrong: unknown[] = [[], {}, 5, 'x', true, null, [1], { toString: 1 }];

describe.skipIf(whyNoBrowser !== null)('the page around a Mini App', () => {
  let under: PageUnderTest;
  let miniApp: MiniAppUnderTest;

  beforeAll(async () => {
    under = await startPageUnderTest(() => {});
    miniApp = await startMiniAppUnderTest(under);
  });
  afterAll(async () => {
    await miniApp?.close();
    await under?.close();
  });

  /** A person who has started the bot, in front of the Mini App. */
  async function openAs(personId: string, width: number): Promise<Page> {
    await under.sandbox.control.startBot({ personId });
    const page = await under.open(personId, width, 'light');
    await page.getByTestId('chat-bot').click();
    await miniApp.open(page);
    return page;
  }

  it('lets a bot write that the person has started, and asks where it was not', async () => {
    const page = await openAs(owner.id, 390);
    await miniApp.post(page, ['web_app_request_write_access']);
    await expect.poll(() => miniApp.told(page, 'write_access_requested')).toEqual([{ status: 'allowed' }]);
    expect(await page.getByTestId('dialog').count()).toBe(0);
    await page.context().close();

    const { botUsername } = under.sandbox.addresses;
    const link = `https://t.me/${botUsername}?startapp=x`;
    const postId = under.sandbox.world.post(under.own.id, { text: link, entities: [url(link)] });
    const other = await under.open(stranger.id, 390, 'light');
    await other.getByTestId('search').fill(`@${under.own.username}`);
    await other.getByTestId(`chat-${under.own.id}`).click();
    await other.locator(`[data-post-id="${postId}"]`).getByRole('link').click();
    await miniApp.heard(other);
    await miniApp.post(other, ['web_app_request_write_access']);
    await other.getByTestId('dialog-cancel').click();
    await expect.poll(() => miniApp.told(other, 'write_access_requested')).toEqual([{ status: 'cancelled' }]);
    await miniApp.post(other, ['web_app_request_write_access']);
    await other.getByTestId('dialog-allow').click();
    await under.expectTold({
      message: expect.objectContaining({
        from: expect.objectContaining({ id: Number(stranger.id) }),
        write_access_allowed: { from_request: true },
      }),
    });
    await miniApp.post(other, ['web_app_request_write_access']);
    await expect
      .poll(() => miniApp.told(other, 'write_access_requested'))
      .toEqual([{ status: 'cancelled' }, { status: 'allowed' }, { status: 'allowed' }]);
    await other.context().close();
  });

  it('answers or passes over payloads of wrong types, breaks nothing and knows its buttons afterwards', async () => {
    const page = await openAs(editor.id, 1280);
    const fields = (value: unknown) => ({
      ...{ is_visible: value, is_active: value, is_progress_visible: value, has_shine_effect: value },
      ...{ text: value, color: value, text_color: value, position: value, need_confirmation: value },
      ...{ title: value, message: value, buttons: value, url: value, path_full: value, data: value },
      ...{ query: value, method: value, params: value, id: value, slug: value, file_name: value },
      ...{ custom_emoji_id: value, color_key: value, key: value },
    });
    const types = [
      ...['main_button', 'secondary_button', 'back_button', 'settings_button'].map((one) => `setup_${one}`),
      ...['setup_closing_behavior', 'set_header_color', 'set_background_color', 'set_bottom_bar_color'],
      ...['open_link', 'open_tg_link', 'data_send', 'open_invoice', 'set_emoji_status'],
      ...['request_file_download', 'device_storage_save_key', 'trigger_haptic_feedback'],
    ].map((name) => `web_app_${name}`);
    // What is empty or of another type is no reason to open anything.
    const quiet = wrong.filter((value) => value !== 'x' && value !== true);
    for (const type of types) {
      await miniApp.post(
        page,
        ...[...wrong, undefined].map((payload): [string, unknown] => [type, payload]),
        ...quiet.map((value): [string, unknown] => [type, fields(value)]),
      );
    }
    const popups = [...wrong, undefined, ...wrong.map(fields)];
    popups.push({ message: 'Four', buttons: Array.from({ length: 4 }, () => ({ type: 'ok' })) });
    popups.push(
      { message: 'None', buttons: [] },
      { message: 'No text', buttons: [{ id: 'a', type: 'default' }] },
    );
    await miniApp.post(page, ...popups.map((payload): [string, unknown] => ['web_app_open_popup', payload]));
    await expect.poll(() => miniApp.told(page, 'popup_closed')).toEqual(popups.map(() => ({})));
    expect(await page.getByTestId('dialog').count()).toBe(0);
    expect(await page.getByTestId('miniapp-main-button').isVisible()).toBe(false);

    await miniApp.post(page, [
      'web_app_setup_main_button',
      { is_visible: true, is_active: true, text: 'Pay' },
    ]);
    await miniApp.post(page, ['web_app_setup_main_button', { text: 7, color: 'url(x)', is_active: 'no' }]);
    await miniApp.post(page, ['web_app_setup_back_button', { is_visible: true }]);
    const button = page.getByTestId('miniapp-main-button');
    await page.getByTestId('miniapp-back').click();
    expect(await button.textContent()).toBe('Pay');
    expect(await button.getAttribute('style')).toBeNull();
    await button.click();
    await expect.poll(() => miniApp.told(page, 'main_button_pressed')).toHaveLength(1);
    await expect.poll(() => miniApp.told(page, 'back_button_pressed')).toHaveLength(1);
    await miniApp.post(page, ['web_app_setup_main_button', { is_visible: true, text: '  ' }]);
    await button.waitFor({ state: 'hidden' });
    await keepScreenshot(page, 'sandbox-mini-app-after-nonsense');
    await page.context().close();
  });

  it('asks one thing at a time, and forgets a closed Mini App with its questions and its last words', async () => {
    const page = await openAs(owner.id, 390);
    const popup = { message: 'Sure?', buttons: [{ id: 'yes', type: 'default', text: 'Yes' }] };
    await miniApp.post(
      page,
      ['web_app_open_popup', popup],
      ['web_app_open_popup', popup],
      ['web_app_request_phone', {}],
    );
    await expect.poll(() => miniApp.told(page, 'phone_requested')).toEqual([{ status: 'cancelled' }]);
    expect(await miniApp.told(page, 'popup_closed')).toEqual([{}]);
    expect(await page.getByTestId('dialog').count()).toBe(1);
    await miniApp.post(
      page,
      ['web_app_close'],
      ['web_app_open_popup', popup],
      ['web_app_request_phone', {}],
      ['web_app_after_the_end'],
    );
    await page.getByTestId('miniapp').waitFor({ state: 'detached' });
    await page.getByTestId('dialog').waitFor({ state: 'detached' });
    const log = await page.evaluate<{ type: string }[]>('window.miniAppEvents');
    expect(log.at(-1)?.type).toBe('web_app_close');

    await miniApp.open(page);
    await miniApp.post(page, ['web_app_open_popup', popup]);
    await page.getByTestId('dialog-yes').click();
    await expect.poll(() => miniApp.told(page, 'popup_closed')).toEqual([{ button_id: 'yes' }]);
    expect(await page.getByTestId('dialog').count()).toBe(0);
    expect(await under.sandbox.control.listUnknownEvents()).toEqual([]);
    await page.context().close();
  });

  it('tells control of events that it does not know, each once', async () => {
    const page = await openAs(owner.id, 390);
    await miniApp.post(page, ['web_app_dance'], ['web_app_dance'], ['constructor'], ['web_app_expand']);
    await expect
      .poll(() => under.sandbox.control.listUnknownEvents())
      .toEqual(['web_app_dance', 'constructor']);
    await under.sandbox.control.clearCalls();
    expect(await under.sandbox.control.listUnknownEvents()).toEqual([]);
    await page.context().close();
  });
});

/** A link that is all of a text. */
function url(text: string) {
  return { type: 'Url', offset: 0, length: text.length };
}

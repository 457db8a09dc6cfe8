import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Bot, Keyboard } from 'grammy';
import { Api } from 'telegram';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { keepScreenshot, whyNoBrowser } from '#e2e/harness/browser.ts';
import { readRsaKey } from '#sandbox/crypto/rsa-key.ts';
import { createGramjs } from '#sandbox/mtproto/gramjs.test-client.ts';
import { people } from '#sandbox/world/people.ts';
import { startMiniAppUnderTest } from './mini-app-under-test.test-client.ts';
import { type PageUnderTest, startPageUnderTest } from './page-under-test.test-client.ts';

const { owner, editor } = people;

describe.skipIf(whyNoBrowser !== null)('sharing on the page', () => {
  let under: PageUnderTest;

  beforeAll(async () => {
    under = await startPageUnderTest(configure);
  });
  afterAll(() => under?.close());

  it('lists inline results, also for the keyboard, and sends the chosen one', async () => {
    const page = await under.open(editor.id, 1280, 'dark');
    await page.getByTestId('start').click();
    await page.getByTestId('composer').fill(`@${under.sandbox.addresses.botUsername} cats`);
    await page.getByTestId('inline-one').getByText('for cats').waitFor();
    await keepScreenshot(page, 'sandbox-inline-dark');
    await page.getByTestId('composer').press('ArrowDown');
    await page.getByTestId('composer').press('ArrowDown');
    await page.getByTestId('composer').press('Enter');
    await page.getByTestId('messages').getByText('Chosen two').waitFor();
    await page.getByTestId('messages').getByText(`via @${under.sandbox.addresses.botUsername}`).waitFor();
    await page.context().close();
  });

  it('shares a channel and the phone number by buttons of the keyboard', async () => {
    const page = await under.open(owner.id, 1280, 'light');
    await page.getByTestId('start').click();
    await page.getByTestId('composer').fill('/share');
    await page.getByTestId('send').click();
    await page.getByRole('button', { name: 'My channel' }).click();
    await keepScreenshot(page, 'sandbox-share-channel-light');
    await page.getByTestId(`choose-${under.own.id}`).click();
    await under.expectTold({
      message: expect.objectContaining({
        chat_shared: expect.objectContaining({ request_id: 5, title: under.own.title }),
      }),
    });
    await page.getByRole('button', { name: 'My number' }).click();
    await page.getByTestId('dialog-share').click();
    await under.expectTold({
      message: expect.objectContaining({ contact: expect.objectContaining({ phone_number: owner.phone }) }),
    });
    await page.context().close();
  });

  it('answers a Mini App that asks for the number or offers a message to send, and logs every event', async () => {
    const miniApp = await startMiniAppUnderTest(under);
    const result = {
      type: 'article' as const,
      id: 'p',
      title: 'Prepared',
      input_message_content: { message_text: 'Prepared for you' },
    };
    const prepared = await under.bot.api.savePreparedInlineMessage(Number(owner.id), result, {
      allow_channel_chats: true,
    });
    const page = await under.open(owner.id, 390, 'light');
    await page.getByTestId('chat-bot').click();
    await miniApp.open(page);
    const logged = (): Promise<unknown> => page.evaluate('window.miniAppEvents');
    await miniApp.post(page, ['web_app_request_phone', {}]);
    await page.getByTestId('dialog-share').click();
    await expect
      .poll(logged)
      .toContainEqual(
        expect.objectContaining({ direction: 'out', type: 'phone_requested', payload: { status: 'sent' } }),
      );
    await miniApp.post(page, ['web_app_send_prepared_message', { id: prepared.id }]);
    await page.getByTestId(`choose-${under.own.id}`).click();
    await expect.poll(logged).toContainEqual(expect.objectContaining({ type: 'prepared_message_sent' }));
    await miniApp.post(page, ['web_app_send_prepared_message', { id: 'unknown' }]);
    await expect
      .poll(logged)
      .toContainEqual(expect.objectContaining({ payload: { error: 'MESSAGE_EXPIRED' } }));
    const newest = { offsetId: 0, offsetDate: 0, addOffset: 0, limit: 1, minId: 0, maxId: 0 };
    expect(under.sandbox.world.history(under.own.id, newest).messages).toMatchObject([
      { text: 'Prepared for you' },
    ]);
    await page.context().close();
    await miniApp.close();
  });

  it('confirms a QR login as the chosen person and ends it again', async () => {
    const pem = readFileSync(join(under.folder, 'rsa-key.pem'), 'utf8');
    const client = createGramjs({
      dataCentres: [...under.sandbox.telegram.dataCentres],
      rsaKey: readRsaKey(pem),
    });
    const { apiId, apiHash } = under.sandbox.addresses;
    const exportToken = () => client.invoke(new Api.auth.ExportLoginToken({ apiId, apiHash, exceptIds: [] }));
    const page = await under.open(owner.id, 390, 'light');
    try {
      await client.connect();
      await exportToken();
      const [shown] = await under.sandbox.control.listLoginTokens();
      await page.getByTestId('devices-button').click();
      await page.getByTestId('confirm-token').waitFor();
      await keepScreenshot(page, 'sandbox-devices-phone-light');
      await page.getByTestId('login-link').fill(shown?.url ?? '');
      await page.getByTestId('confirm-login').click();
      await page.getByText('The device is logged in.').waitFor();
      await exportToken();
      const end = page.locator('[data-testid^=end-login-]');
      await end.first().waitFor();
      await end.first().click();
      await expect
        .poll(async () => (await under.sandbox.control.listLogins({ personId: owner.id })).length)
        .toBe(0);
    } finally {
      await client.destroy();
      await page.context().close();
    }
  });
});

/** Results of the inline mode, and a keyboard that asks for a channel and a number. */
function configure(bot: Bot): void {
  bot.on('inline_query', (ctx) =>
    ctx.answerInlineQuery(
      ['one', 'two'].map((id) => ({
        type: 'article' as const,
        id,
        title: `Result ${id}`,
        description: `for ${ctx.inlineQuery.query}`,
        input_message_content: { message_text: `Chosen ${id}` },
      })),
    ),
  );
  bot.command('share', (ctx) =>
    ctx.reply('Which channel?', {
      reply_markup: new Keyboard()
        .requestChat('My channel', 5, {
          chat_is_channel: true,
          user_administrator_rights: adminRights,
          bot_administrator_rights: { ...adminRights, can_post_messages: true },
          request_title: true,
        })
        .requestContact('My number'),
    }),
  );
}

const adminRights = {
  is_anonymous: false,
  can_manage_chat: true,
  can_delete_messages: false,
  can_manage_video_chats: false,
  can_restrict_members: false,
  can_promote_members: false,
  can_change_info: false,
  can_invite_users: true,
  can_post_stories: false,
  can_edit_stories: false,
  can_send_welcome_messages: false,
  can_delete_stories: false,
};

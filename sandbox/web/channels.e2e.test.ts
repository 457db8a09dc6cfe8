import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { keepScreenshot, whyNoBrowser } from '#e2e/harness/browser.ts';
import { people } from '#sandbox/world/people.ts';
import { type PageUnderTest, startPageUnderTest } from './page-under-test.test-client.ts';

const { owner, viewer, stranger } = people;

describe.skipIf(whyNoBrowser !== null)('channels on the page', () => {
  let under: PageUnderTest;

  beforeAll(async () => {
    under = await startPageUnderTest(() => {});
  });
  afterAll(() => under?.close());

  it('lets the owner appoint the bot, post, edit and delete, and tells the bot', async () => {
    const page = await under.open(owner.id, 1280, 'light');
    await page.getByTestId(`chat-${under.own.id}`).click();
    await page.getByTestId('post').first().waitFor();
    expect(await page.locator('[data-testid=posts] .day').count()).toBeGreaterThan(0);
    // It opens at its end, with the field at its full height.
    expect((await page.getByTestId('post').last().boundingBox())?.y).toBeGreaterThan(0);
    expect((await page.getByTestId('post').last().boundingBox())?.y).toBeLessThan(760);
    expect((await page.getByTestId('post-field').boundingBox())?.height).toBeGreaterThan(40);
    await page.getByTestId('channel-menu').click();
    await page.getByTestId('appoint').click();
    await page.getByTestId('right-can_change_info').check();
    await keepScreenshot(page, 'sandbox-channel-appoint-light');
    await page.getByTestId('save-rights').click();
    await page.getByTestId('toast').waitFor();
    await under.expectTold({
      my_chat_member: expect.objectContaining({
        new_chat_member: expect.objectContaining({ status: 'administrator', can_change_info: true }),
      }),
    });
    await page.getByTestId('post-field').fill('Hello, readers: https://example.com');
    await page.getByTestId('post-field').press('Enter');
    const post = page.getByTestId('post').last();
    await post.getByText('Hello, readers').waitFor();
    await under.expectTold({
      channel_post: expect.objectContaining({ text: 'Hello, readers: https://example.com' }),
    });
    await post.getByTestId('post-menu').click();
    await page.getByTestId('edit-post').click();
    await page.getByTestId('post-field').fill('Hello again');
    await page.getByTestId('publish').click();
    await post.getByText('Hello again').waitFor();
    await post.getByText(/edited/).waitFor();
    await under.expectTold({ edited_channel_post: expect.objectContaining({ text: 'Hello again' }) });
    await keepScreenshot(page, 'sandbox-channel-wide-light');
    const id = await post.getAttribute('data-post-id');
    await post.getByTestId('post-menu').click();
    await page.getByTestId('delete-post').click();
    await page.getByTestId('dialog-delete').click();
    await page.locator(`[data-post-id="${id}"]`).waitFor({ state: 'detached' });
    await page.reload();
    await page.getByTestId('channel').getByText(under.own.title).first().waitFor();
    await page.context().close();
  });

  it('lets anybody find a channel, join it, react, forward a post to the bot and leave, on a phone', async () => {
    const posted = under.sandbox.world.post(under.own.id, { text: 'For everybody' });
    const page = await under.open(stranger.id, 390, 'dark');
    await page.getByTestId('search').fill(`@${under.own.username}`);
    await page.getByTestId(`chat-${under.own.id}`).click();
    await page.getByTestId('join').click();
    await page.getByTestId('join').waitFor({ state: 'hidden' });
    await under.expectTold({
      chat_member: expect.objectContaining({
        from: expect.objectContaining({ id: Number(stranger.id) }),
        new_chat_member: expect.objectContaining({ status: 'member' }),
      }),
    });
    const post = page.locator(`[data-post-id="${posted}"]`);
    await post.getByTestId('react').click();
    await page.getByTestId('give-🔥').click();
    await post.getByTestId('reaction-🔥').waitFor();
    expect(await post.getByTestId('reaction-🔥').getAttribute('aria-pressed')).toBe('true');
    await under.expectTold({ message_reaction_count: expect.objectContaining({ message_id: posted }) });
    await keepScreenshot(page, 'sandbox-channel-phone-dark');
    const overflow = await page.locator('html').evaluate((node) => node.scrollWidth - node.clientWidth);
    expect(overflow).toBe(0);
    await post.getByTestId('post-menu').click();
    await page.getByTestId('forward').click();
    await page.getByTestId('messages').getByText('For everybody').waitFor();
    await under.expectTold({
      message: expect.objectContaining({ forward_origin: expect.objectContaining({ message_id: posted }) }),
    });
    await page.getByTestId('back').click();
    await keepScreenshot(page, 'sandbox-chats-phone-dark');
    await page.getByTestId(`chat-${under.own.id}`).click();
    await page.getByTestId('channel-menu').click();
    await page.getByTestId('leave').click();
    await page.getByTestId('join').waitFor();
    await page.context().close();
  });

  it('shows a private channel to nobody outside and takes those who hold a link', async () => {
    const secret = under.sandbox.world
      .channels()
      .find(({ username, kind }) => username === null && kind === 'broadcast');
    const invite = under.sandbox.world
      .invites(secret?.id ?? '')
      .find(({ isRevoked, expireAt, usageLimit }) => !isRevoked && expireAt === null && usageLimit === null);
    const page = await under.open(viewer.id, 1280, 'light');
    await page.getByTestId('chat-bot').waitFor();
    const refused = await page.request.get(
      `${under.sandbox.addresses.pageUrl}/api/channel?person=${stranger.id}&channel=${secret?.id}`,
    );
    expect(refused.status()).toBe(400);
    if (invite === undefined) throw new Error('the private channel has no link without limits');
    await page.getByTestId('start').click();
    await page.getByTestId('composer').fill(`https://t.me/+${invite.hash}`);
    await page.getByTestId('send').click();
    await page.getByRole('link', { name: invite.hash }).click();
    await page.getByTestId('dialog-join').click();
    await page
      .getByTestId('channel')
      .getByText(secret?.title ?? '')
      .first()
      .waitFor();
    await page.context().close();
  });
});

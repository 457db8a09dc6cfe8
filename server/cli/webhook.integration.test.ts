import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { aTerminal, type Said, type Terminal, token } from './a-terminal.ts';

describe('the commands of the webhook', () => {
  let terminal: Terminal;

  beforeAll(async () => {
    terminal = await aTerminal();
  });
  beforeEach(() => terminal.reset());
  afterAll(() => terminal.close());

  const cli = (...argv: string[]): Promise<Said> => terminal.cli(argv);

  it('sets, shows and deletes the webhook of the configuration', async () => {
    terminal.answers = {
      setWebhook: { ok: true, result: true },
      deleteWebhook: { ok: true, result: true },
      getWebhookInfo: { ok: true, result: { url: 'https://example.org/x', pending_update_count: 3 } },
    };
    expect(await cli('set-webhook')).toMatchObject({
      code: 0,
      out: 'The webhook is http://127.0.0.1:9/api/telegram/webhook.\n',
    });
    expect(terminal.heard[0]?.path).toBe(`/bot${token}/setWebhook`);
    expect(JSON.parse(terminal.heard[0]?.body ?? '')).toMatchObject({
      url: 'http://127.0.0.1:9/api/telegram/webhook',
      secret_token: 's'.repeat(32),
      max_connections: 100,
      drop_pending_updates: false,
    });
    expect((await cli('webhook-info')).out).toBe(
      'Webhook: https://example.org/x\nWaiting: 3\nLast error: none\n',
    );
    expect((await cli('delete-webhook', '--json')).out).toBe('{"url":null}\n');
  });

  it('names the problem of the Bot API without the token', async () => {
    const { code, err } = await cli('webhook-info');
    expect(code).toBe(1);
    expect(err).toBe('getWebhookInfo: 404 Not Found\n');
  });

  it('needs the token and nothing of the product, so that it helps when nothing runs', async () => {
    const nothing = { DATABASE_URL: undefined, GATEWAY_TOKEN: undefined, TELEGRAM_WEBHOOK_SECRET: undefined };
    terminal.answers = {
      deleteWebhook: { ok: true, result: true },
      getWebhookInfo: { ok: true, result: { url: '', pending_update_count: 0 } },
    };
    expect(await terminal.cli(['delete-webhook'], nothing)).toEqual({
      ...{ code: 0, err: '' },
      out: 'There is no webhook now.\n',
    });
    expect(await terminal.cli(['webhook-info', '--json'], nothing)).toMatchObject({ code: 0, err: '' });
    const { code, err } = await terminal.cli(['set-webhook'], nothing);
    expect(code).toBe(1);
    expect(err).toMatch(/^TELEGRAM_WEBHOOK_SECRET is missing: .*\.\n$/);
    const withoutToken = await terminal.cli(['delete-webhook'], { TELEGRAM_BOT_TOKEN: undefined });
    expect(withoutToken.err).toBe(
      'The configuration has a problem:\n- TELEGRAM_BOT_TOKEN is missing: talk to @BotFather, /newbot, and copy the token\n',
    );
  });

  it('refuses to set a webhook for a bot that polls', async () => {
    const { code, err } = await terminal.cli(['set-webhook'], { TELEGRAM_WEBHOOK_URL: undefined });
    expect(code).toBe(1);
    expect(err).toContain('TELEGRAM_WEBHOOK_URL');
  });
});

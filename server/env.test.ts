import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { EnvironmentError, readBotEnvironment, readEnvironment } from './env.ts';

const token = `110201543:${'A'.repeat(35)}`;
const complete = {
  TELEGRAM_BOT_TOKEN: token,
  DATABASE_URL: 'postgres://app:pw@127.0.0.1:5432/pulse',
  GATEWAY_TOKEN: 'g'.repeat(32),
};

function problemsOf(variables: NodeJS.ProcessEnv): string[] {
  try {
    readEnvironment(variables, 'bot');
  } catch (error) {
    if (error instanceof EnvironmentError) return error.problems;
    throw error;
  }
  return [];
}

describe('readEnvironment', () => {
  it('needs three variables and has a default for every other one', () => {
    const environment = readEnvironment(complete, 'bot');
    expect(environment).toMatchObject({
      isWebhook: false,
      telegramApiRoot: 'https://api.telegram.org',
      miniAppHosts: ['https://web.telegram.org'],
      port: 3001,
      metricsPort: 8000,
      mtproto: { isEnabled: true, isBudgeted: true, dc: null },
    });
  });

  it('gives each process its own ports', () => {
    expect(readEnvironment(complete, 'api').port).toBe(3002);
    expect(readEnvironment(complete, 'gateway').port).toBe(8001);
    expect(readEnvironment(complete, 'worker').metricsPort).toBe(8004);
  });

  it('reports every problem at once, each with the name of its variable and how to get the value', () => {
    const problems = problemsOf({ LOG_LEVEL: 'loud', ADMIN_IDS: '1,bob', MTPROTO_DC: 'two' });
    expect(problems).toHaveLength(6);
    expect(problems.join('\n')).toMatch(/TELEGRAM_BOT_TOKEN is missing: talk to @BotFather/);
    expect(problems.join('\n')).toMatch(/DATABASE_URL is missing/);
    expect(problems.join('\n')).toMatch(/GATEWAY_TOKEN is missing/);
    expect(problems.join('\n')).toMatch(/LOG_LEVEL must be debug, info/);
    expect(problems.join('\n')).toMatch(/ADMIN_IDS must be Telegram user ids/);
    expect(problems.join('\n')).toMatch(/MTPROTO_DC must be id:ip:port/);
  });

  it('wants a token for figures that is not the one for everything', () => {
    expect(readEnvironment(complete, 'gateway').statsToken).toBeNull();
    const statsToken = 's'.repeat(32);
    expect(readEnvironment({ ...complete, STATS_TOKEN: statsToken }, 'gateway').statsToken).toBe(statsToken);
    expect(problemsOf({ ...complete, STATS_TOKEN: complete.GATEWAY_TOKEN })).toEqual([
      'STATS_TOKEN must differ from GATEWAY_TOKEN, which opens everything',
    ]);
  });

  it('never repeats a value in a problem, because it may be a secret', () => {
    const problems = problemsOf({ ...complete, TELEGRAM_BOT_TOKEN: 'my-secret-value' });
    expect(problems).toHaveLength(1);
    expect(problems.join()).not.toContain('my-secret-value');
  });

  it('takes http for a webhook only on loopback and only with another API root', () => {
    const webhook = { ...complete, TELEGRAM_WEBHOOK_SECRET: 's'.repeat(32) };
    const local = { ...webhook, TELEGRAM_WEBHOOK_URL: 'http://127.0.0.1:3001/telegram/webhook' };
    expect(problemsOf(local).join()).toMatch(/TELEGRAM_WEBHOOK_URL must begin with https/);
    expect(problemsOf({ ...local, TELEGRAM_API_ROOT: 'http://127.0.0.1:9000' })).toEqual([]);
    const remote = { ...webhook, TELEGRAM_WEBHOOK_URL: 'http://example.com/telegram/webhook' };
    expect(problemsOf({ ...remote, TELEGRAM_API_ROOT: 'http://127.0.0.1:9000' })).toHaveLength(1);
  });

  it('asks for the secret of a webhook and for the other half of API id and hash', () => {
    expect(problemsOf({ ...complete, TELEGRAM_WEBHOOK_URL: 'https://example.com/hook' }).join()).toMatch(
      /TELEGRAM_WEBHOOK_SECRET is missing/,
    );
    expect(problemsOf({ ...complete, TELEGRAM_API_ID: '17' }).join()).toMatch(/belong together/);
  });

  it('polls when there is no webhook URL or TELEGRAM_USE_WEBHOOK is false', () => {
    const webhook = {
      ...complete,
      TELEGRAM_WEBHOOK_URL: 'https://example.com/hook',
      TELEGRAM_WEBHOOK_SECRET: 's'.repeat(32),
    };
    expect(readEnvironment(webhook, 'bot').isWebhook).toBe(true);
    expect(readEnvironment({ ...webhook, TELEGRAM_USE_WEBHOOK: 'false' }, 'bot').isWebhook).toBe(false);
  });

  it('reads a secret from the file that NAME_FILE names, and refuses both at once', () => {
    const file = join(mkdtempSync(join(tmpdir(), 'env-')), 'token');
    writeFileSync(file, `${token}\n`);
    const { TELEGRAM_BOT_TOKEN: _, ...rest } = complete;
    expect(readEnvironment({ ...rest, TELEGRAM_BOT_TOKEN_FILE: file }, 'bot').telegramBotToken).toBe(token);
    expect(problemsOf({ ...complete, TELEGRAM_BOT_TOKEN_FILE: file }).join()).toMatch(/both set: keep one/);
    expect(problemsOf({ ...rest, TELEGRAM_BOT_TOKEN_FILE: '/nowhere' }).join()).toMatch(/cannot be read/);
  });

  it('maps announced addresses of data centres to where they listen', () => {
    const { mtproto } = readEnvironment(
      { ...complete, MTPROTO_DC: '2:127.0.1.2:443', MTPROTO_DC_MAP: '127.0.1.2=127.0.0.1:30443' },
      'gateway',
    );
    expect(mtproto.dc).toEqual({ id: 2, ip: '127.0.1.2', port: 443 });
    expect(mtproto.dcMap.get('127.0.1.2')).toEqual({ host: '127.0.0.1', port: 30_443 });
  });

  it('lets administrators alone connect accounts by phone, and keeps other sessions, unless told otherwise', () => {
    const usual = readEnvironment(complete, 'gateway');
    expect(usual).toMatchObject({
      accountPhoneLogin: 'admins',
      proxy: null,
      mtproto: { isExclusive: false },
    });
    expect(usual.encryptionKeysFile).toBe(resolve('.data/encryption-keys.json'));
    const changed = {
      ...{ ACCOUNT_PHONE_LOGIN: 'off', MTPROTO_EXCLUSIVE_SESSION: 'true' },
      ...{ ENCRYPTION_KEYS_FILE: '/run/keys.json', TELEGRAM_PROXY: 'socks5://127.0.0.1:9050' },
    };
    expect(readEnvironment({ ...complete, ...changed }, 'gateway')).toMatchObject({
      accountPhoneLogin: 'off',
      encryptionKeysFile: '/run/keys.json',
      proxy: { kind: 'socks5', host: '127.0.0.1', port: 9050, credentials: null },
      mtproto: { isExclusive: true },
    });
  });

  it('takes a proxy from a file, and never repeats one that it does not understand', () => {
    const file = join(mkdtempSync(join(tmpdir(), 'env-')), 'proxy');
    writeFileSync(file, 'http://me:pw@127.0.0.1:3128\n');
    const { proxy } = readEnvironment({ ...complete, TELEGRAM_PROXY_FILE: file }, 'bot');
    expect(proxy).toMatchObject({ kind: 'http', credentials: { username: 'me', password: 'pw' } });
    const ofBot = { TELEGRAM_BOT_TOKEN: token, TELEGRAM_PROXY_FILE: file };
    expect(readBotEnvironment(ofBot).proxy).toEqual(proxy);
    const problems = problemsOf({
      ...complete,
      TELEGRAM_PROXY: 'socks4://me:hidden@127.0.0.1:1',
      ACCOUNT_PHONE_LOGIN: 'all',
    });
    expect(problems).toEqual([
      expect.stringMatching(/^TELEGRAM_PROXY must be socks5:\/\/host:port/),
      'ACCOUNT_PHONE_LOGIN must be off, admins or everyone',
    ]);
    expect(problems.join()).not.toContain('hidden');
  });

  it('treats an empty variable as absent', () => {
    expect(readEnvironment({ ...complete, TELEGRAM_WEBHOOK_URL: '' }, 'bot').telegramWebhookUrl).toBeNull();
  });
});

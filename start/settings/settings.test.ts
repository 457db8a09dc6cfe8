import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { SandboxAddresses } from '../sandbox-process.ts';
import { StartError } from '../start-error.ts';
import { readConfiguration } from './env-file.ts';
import { keepSecrets } from './kept-secrets.ts';
import { productVariables } from './product-variables.ts';

const secrets = { gatewayToken: 'made for the gateway', webhookSecret: 'made for the webhook' };
const common = {
  ...{ secrets, databaseUrl: 'postgres://embedded', productUrl: 'http://127.0.0.1:8081' },
  ...{ gatewayUrl: 'http://127.0.0.1:5000', sandbox: null },
  encryptionKeysFile: '/data/encryption-keys.json',
};

const sandbox: SandboxAddresses = {
  ...{ pageUrl: 'http://127.0.0.1:8080', controlUrl: 'http://127.0.0.1:1', botApiRoot: 'http://127.0.0.1:2' },
  ...{ mtprotoDc: '2:127.0.1.2:443', mtprotoDcMap: '127.0.1.2=127.0.0.1:3', publicKeyFile: '/key.pem' },
  ...{ apiId: 1, apiHash: 'the hash', botToken: 'the token', botUsername: 'a_bot' },
  ...{ sessionString: 'the session', sessionUserId: '5' },
};

const directory = mkdtempSync(join(tmpdir(), 'channel-pulse-settings-'));

afterAll(() => rmSync(directory, { recursive: true, force: true }));

function folderWith(env: string | null): string {
  const folder = mkdtempSync(join(directory, 'folder-'));
  if (env !== null) writeFileSync(join(folder, '.env'), env);
  return folder;
}

describe('readConfiguration', () => {
  it('does not look at the environment without a .env: its DATABASE_URL may belong to another project', () => {
    expect(readConfiguration(folderWith(null), { DATABASE_URL: 'postgres://production' })).toEqual({});
  });

  it('puts the environment over what .env says', () => {
    const folder = folderWith('LOG_LEVEL=debug\nADMIN_IDS="1, 2" # two\n');
    expect(readConfiguration(folder, { LOG_LEVEL: 'warn' })).toEqual({
      LOG_LEVEL: 'warn',
      ADMIN_IDS: '1, 2',
    });
  });

  it('refuses ports in .env, because every process would get the same', () => {
    expect(() => readConfiguration(folderWith('PORT=80\n'), {})).toThrow(/^PORT must not be in \.env/);
  });
});

describe('productVariables', () => {
  it('makes up what the operator left out, and nothing that a file holds', () => {
    const variables = productVariables({
      ...common,
      configuration: { DATABASE_URL_FILE: '/run/secrets/db' },
    });
    expect(variables).toMatchObject({
      GATEWAY_TOKEN: 'made for the gateway',
      TELEGRAM_WEBHOOK_SECRET: 'made for the webhook',
      GATEWAY_URL: 'http://127.0.0.1:5000',
    });
    expect(variables.ENCRYPTION_KEYS_FILE).toBeUndefined();
    expect(variables.DATABASE_URL).toBeUndefined();
    expect(variables.TELEGRAM_API_ROOT).toBeUndefined();
  });

  it('leaves what the operator wrote', () => {
    const configuration = {
      ...{ DATABASE_URL: 'postgres://mine', GATEWAY_TOKEN: 'mine' },
      ENCRYPTION_KEYS_FILE: '/mine.json',
    };
    expect(productVariables({ ...common, configuration })).toMatchObject(configuration);
  });

  it('gives the demo nothing of the real bot: neither its database, nor its gateway, its keys, its way out or a secret from a file', () => {
    const configuration = {
      DATABASE_URL: 'postgres://real',
      DATABASE_URL_FILE: '/run/secrets/db',
      GATEWAY_URL: 'http://127.0.0.1:8001',
      TELEGRAM_SESSION_STRING_FILE: '/run/secrets/session',
      ENCRYPTION_KEYS_FILE: '/run/secrets/keys',
      TELEGRAM_PROXY: 'socks5://127.0.0.1:9050',
      TELEGRAM_PROXY_FILE: '/run/secrets/proxy',
    };
    expect(productVariables({ ...common, sandbox, configuration })).toMatchObject({
      DATABASE_URL: 'postgres://embedded',
      DATABASE_URL_FILE: '',
      GATEWAY_URL: 'http://127.0.0.1:5000',
      TELEGRAM_SESSION_STRING: 'the session',
      TELEGRAM_SESSION_STRING_FILE: '',
      ENCRYPTION_KEYS_FILE: '/data/encryption-keys.json',
      TELEGRAM_PROXY: '',
      TELEGRAM_PROXY_FILE: '',
    });
  });
});

describe('keepSecrets', () => {
  it('makes secrets once, long ones, in a file for its owner alone', () => {
    const file = join(folderWith(null), 'secrets.json');
    const made = keepSecrets(file);
    expect(made.gatewayToken).toMatch(/^[\w-]{43}$/);
    expect(made.webhookSecret).toMatch(/^[\w-]{43}$/);
    expect(made.webhookSecret).not.toBe(made.gatewayToken);
    expect(keepSecrets(file)).toEqual(made);
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it.each(['{"gatewayToken":"x', 'null', '{"gatewayToken":"x"}'])(
    'names the file that holds only %s',
    (text) => {
      const file = join(folderWith(null), 'secrets.json');
      writeFileSync(file, text);
      expect(() => keepSecrets(file)).toThrow(
        new StartError(`${file} is damaged. Delete it and start again: its secrets are made anew.`),
      );
    },
  );
});

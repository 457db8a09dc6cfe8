import type { SandboxAddresses } from '../sandbox-process.ts';
import type { Variables } from './env-file.ts';
import type { KeptSecrets } from './kept-secrets.ts';

export interface ProductSettings {
  /** What the operator wrote; empty in the demo. */
  configuration: Variables;
  secrets: KeptSecrets;
  databaseUrl: string;
  /** Where the product (Mini App and `/api`) is served. */
  productUrl: string;
  /** Where the gateway will listen. */
  gatewayUrl: string;
  /** The key ring of the demo; the gateway makes it. A real bot's is the same under every way of starting it. */
  encryptionKeysFile: string;
  /** null: Telegram itself. */
  sandbox: SandboxAddresses | null;
}

/** The variables all processes of the product share. What the operator wrote wins over what was made up. */
export function productVariables(settings: ProductSettings): Variables {
  const { configuration, secrets, sandbox } = settings;
  const withDefault = (name: string, value: string): Variables =>
    configuration[name] === undefined && configuration[`${name}_FILE`] === undefined ? { [name]: value } : {};
  return {
    ...configuration,
    ...withDefault('DATABASE_URL', settings.databaseUrl),
    ...withDefault('GATEWAY_TOKEN', secrets.gatewayToken),
    ...withDefault('TELEGRAM_WEBHOOK_SECRET', secrets.webhookSecret),
    GATEWAY_URL: configuration.GATEWAY_URL ?? settings.gatewayUrl,
    ...(sandbox === null ? {} : sandboxVariables(sandbox, settings)),
    NODE_ENV: 'production',
  };
}

/** The first of the sandbox's four people, the same in every world, is the operator of the demo. */
const ownerOfSandbox = '710000001';

/** What `.env` may give as files. Empty stands for none: every process reads `.env` again by itself. */
const realSecrets = [
  ...['DATABASE_URL', 'TELEGRAM_BOT_TOKEN', 'TELEGRAM_PROXY'],
  ...['TELEGRAM_API_HASH', 'TELEGRAM_SESSION_STRING'],
];

/**
 * Everything that differs from Telegram: settings that are also good for its own test data centres. They win over what
 * the operator wrote for the real bot, its database above all.
 */
function sandboxVariables(sandbox: SandboxAddresses, settings: ProductSettings): Variables {
  const { productUrl } = settings;
  const page = new URL(sandbox.pageUrl);
  return {
    ...Object.fromEntries(realSecrets.map((name) => [`${name}_FILE`, ''])),
    DATABASE_URL: settings.databaseUrl,
    GATEWAY_URL: settings.gatewayUrl,
    TELEGRAM_BOT_TOKEN: sandbox.botToken,
    TELEGRAM_API_ROOT: sandbox.botApiRoot,
    TELEGRAM_PROXY: '',
    TELEGRAM_USE_WEBHOOK: 'true',
    TELEGRAM_WEBHOOK_URL: `${productUrl}/api/telegram/webhook`,
    MINI_APP_URL: productUrl,
    MINI_APP_HOSTS: `${page.origin},http://localhost:${page.port}`,
    ADMIN_IDS: ownerOfSandbox,
    ENCRYPTION_KEYS_FILE: settings.encryptionKeysFile,
    MTPROTO_ENABLED: 'true',
    MTPROTO_DC: sandbox.mtprotoDc,
    MTPROTO_DC_MAP: sandbox.mtprotoDcMap,
    MTPROTO_PUBLIC_KEY_FILE: sandbox.publicKeyFile,
    TELEGRAM_API_ID: String(sandbox.apiId),
    TELEGRAM_API_HASH: sandbox.apiHash,
    TELEGRAM_SESSION_STRING: sandbox.sessionString,
  };
}

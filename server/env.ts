import { resolve } from 'node:path';
import { z } from 'zod';
import { type DataCentre, parseDataCentre, parseDataCentreMap } from './data-centres.ts';
import { type ProxyAddress, parseProxyAddress } from './proxy-address.ts';
import { readSecretFiles } from './secret-files.ts';

/** The processes of the product; each has its own default ports. */
export type ProcessName = 'bot' | 'api' | 'gateway' | 'worker' | 'cli';

const defaultPorts: Record<ProcessName, { port: number; metricsPort: number }> = {
  bot: { port: 3001, metricsPort: 8000 },
  api: { port: 3002, metricsPort: 8002 },
  gateway: { port: 8001, metricsPort: 8003 },
  worker: { port: 0, metricsPort: 8004 },
  cli: { port: 0, metricsPort: 0 },
};

/** The Bot API of the real Telegram. */
export const defaultApiRoot = 'https://api.telegram.org';

const flag = z
  .enum(['true', 'false', '1', '0'], { error: 'must be true or false' })
  .transform((text) => text === 'true' || text === '1');
const url = z.url({ error: 'must be an absolute URL' }).transform((text) => text.replace(/\/+$/, ''));
const proxyForms = 'socks5://host:port, http://host:port, or a tg://proxy?… link with a plain or dd secret';
const port = z.coerce.number({ error: 'must be a port number' }).int().min(0).max(65_535);

const proxy = z.string().transform((text, { addIssue }): ProxyAddress => {
  const address = parseProxyAddress(text);
  if (address !== null) return address;
  addIssue({ code: 'custom', message: `must be ${proxyForms}` });
  return z.NEVER;
});

const variablesSchema = z.object({
  TELEGRAM_BOT_TOKEN: z
    .string({ error: 'is missing: talk to @BotFather, /newbot, and copy the token' })
    .regex(/^\d+:[A-Za-z0-9_-]{20,}$/, 'must look like 123456:ABC…, as @BotFather gives it'),
  TELEGRAM_USE_WEBHOOK: flag.default(true),
  TELEGRAM_WEBHOOK_URL: url.optional(),
  TELEGRAM_WEBHOOK_SECRET: z
    .string()
    .regex(/^[A-Za-z0-9_-]{32,256}$/, 'must be 32 to 256 of A-Z a-z 0-9 _ -')
    .optional(),
  TELEGRAM_API_ROOT: url.default(defaultApiRoot),
  TELEGRAM_PROXY: proxy.optional(),
  MINI_APP_URL: url.optional(),
  MINI_APP_HOSTS: z
    .string()
    .default('https://web.telegram.org')
    .transform((text) => text.split(',').map((host) => host.trim()))
    .pipe(z.array(z.url({ error: 'must be origins separated by commas' }))),
  DATABASE_URL: z
    .string({
      error: 'is missing: the address of PostgreSQL 15 or newer, postgres://user:password@host/name',
    })
    .regex(/^postgres(ql)?:\/\//, 'must begin with postgres://'),
  PORT: port.optional(),
  METRICS_HOST: z.string().default('127.0.0.1'),
  METRICS_PORT: port.optional(),
  GATEWAY_HOST: z.string().default('127.0.0.1'),
  GATEWAY_URL: url.default('http://127.0.0.1:8001'),
  STATS_TOKEN: z.string().min(32, 'must have at least 32 characters').optional(),
  GATEWAY_TOKEN: z
    .string({ error: 'is missing: any 32 random characters, the same for every process' })
    .min(32, 'must have at least 32 characters'),
  ADMIN_IDS: z
    .string()
    .default('')
    .transform((text) =>
      text
        .split(',')
        .map((id) => id.trim())
        .filter((id) => id !== ''),
    )
    .pipe(z.array(z.string().regex(/^\d+$/, 'must be Telegram user ids separated by commas'))),
  ACCOUNT_PHONE_LOGIN: z
    .enum(['off', 'admins', 'everyone'], { error: 'must be off, admins or everyone' })
    .default('admins'),
  ENCRYPTION_KEYS_FILE: z.string().default('.data/encryption-keys.json'),
  MTPROTO_ENABLED: flag.default(true),
  MTPROTO_EXCLUSIVE_SESSION: flag.default(false),
  MTPROTO_CALL_BUDGET: z.enum(['on', 'off'], { error: 'must be on or off' }).default('on'),
  MTPROTO_DC: z
    .string()
    .regex(/^[1-9]\d*:[\d.]+:\d+$/, 'must be id:ip:port')
    .optional(),
  MTPROTO_DC_MAP: z
    .string()
    .regex(/^[\d.]+=[\w.-]+:\d+(,[\d.]+=[\w.-]+:\d+)*$/, 'must be ip=host:port,…')
    .optional(),
  MTPROTO_PUBLIC_KEY_FILE: z.string().optional(),
  TELEGRAM_API_ID: z.coerce
    .number({ error: 'must be the number my.telegram.org shows' })
    .int()
    .positive()
    .optional(),
  TELEGRAM_API_HASH: z
    .string()
    .regex(/^[0-9a-f]{32}$/, 'must be the 32 hex digits my.telegram.org shows')
    .optional(),
  TELEGRAM_SESSION_STRING: z.string().min(100, 'must be a session string').optional(),
  LOG_LEVEL: z
    .enum(['debug', 'info', 'warn', 'error', 'silent'], {
      error: 'must be debug, info, warn, error or silent',
    })
    .default('info'),
});

const botVariablesSchema = variablesSchema.pick({
  TELEGRAM_BOT_TOKEN: true,
  TELEGRAM_USE_WEBHOOK: true,
  TELEGRAM_WEBHOOK_URL: true,
  TELEGRAM_WEBHOOK_SECRET: true,
  TELEGRAM_API_ROOT: true,
  TELEGRAM_PROXY: true,
});

/** What concerns the bot at Telegram, checked. */
export interface BotEnvironment {
  telegramBotToken: string;
  /** True: updates come by webhook; false: by polling. */
  isWebhook: boolean;
  telegramWebhookUrl: string | null;
  telegramWebhookSecret: string | null;
  telegramApiRoot: string;
  /** The way out to Telegram; null: none is needed. */
  proxy: ProxyAddress | null;
}

/** The configuration of one process, checked. Names are the variables' own in camel case. */
export interface Environment extends BotEnvironment {
  miniAppUrl: string | null;
  miniAppHosts: string[];
  databaseUrl: string;
  port: number;
  metricsHost: string;
  metricsPort: number;
  gatewayHost: string;
  gatewayUrl: string;
  gatewayToken: string;
  /** Opens the gateway's figures and nothing else, for other programs; null: there is none. */
  statsToken: string | null;
  adminIds: string[];
  /** Who may connect an account by phone number and code; by QR code everyone may. */
  accountPhoneLogin: 'off' | 'admins' | 'everyone';
  /** Absolute path of the key ring that seals what is stored of accounts. */
  encryptionKeysFile: string;
  mtproto: MtprotoEnvironment;
  logLevel: string;
}

export interface MtprotoEnvironment {
  isEnabled: boolean;
  /** Whether other authorizations of the operator's account are ended at the start. */
  isExclusive: boolean;
  isBudgeted: boolean;
  /** First data centre; null: Telegram's own. */
  dc: DataCentre | null;
  /** Where announced addresses really listen, by announced address. */
  dcMap: Map<string, { host: string; port: number }>;
  publicKeyFile: string | null;
  apiId: number | null;
  apiHash: string | null;
  sessionString: string | null;
}

/** The configuration is not usable; `problems` holds one sentence for each variable that is wrong. The operator's fault. */
export class EnvironmentError extends Error {
  readonly code = 'environment';
  readonly problems: string[];

  constructor(problems: string[]) {
    super(
      `The configuration has ${problems.length === 1 ? 'a problem' : `${problems.length} problems`}:\n${problems.map((problem) => `- ${problem}`).join('\n')}`,
    );
    this.name = 'EnvironmentError';
    this.problems = problems;
  }
}

/**
 * Reads the configuration of one process from `variables` (usually `process.env`). Throws {@link EnvironmentError} with
 * every problem at once.
 */
export function readEnvironment(variables: NodeJS.ProcessEnv, processName: ProcessName): Environment {
  const values = check(variablesSchema, variables, contradictions);
  const defaults = defaultPorts[processName];
  return {
    ...buildBotEnvironment(values),
    miniAppUrl: values.MINI_APP_URL ?? null,
    miniAppHosts: values.MINI_APP_HOSTS,
    databaseUrl: values.DATABASE_URL,
    port: values.PORT ?? defaults.port,
    metricsHost: values.METRICS_HOST,
    metricsPort: values.METRICS_PORT ?? defaults.metricsPort,
    gatewayHost: values.GATEWAY_HOST,
    gatewayUrl: values.GATEWAY_URL,
    gatewayToken: values.GATEWAY_TOKEN,
    statsToken: values.STATS_TOKEN ?? null,
    adminIds: values.ADMIN_IDS,
    accountPhoneLogin: values.ACCOUNT_PHONE_LOGIN,
    encryptionKeysFile: resolve(values.ENCRYPTION_KEYS_FILE),
    mtproto: {
      isEnabled: values.MTPROTO_ENABLED,
      isExclusive: values.MTPROTO_EXCLUSIVE_SESSION,
      isBudgeted: values.MTPROTO_CALL_BUDGET === 'on',
      dc: parseDataCentre(values.MTPROTO_DC),
      dcMap: parseDataCentreMap(values.MTPROTO_DC_MAP),
      publicKeyFile: values.MTPROTO_PUBLIC_KEY_FILE ?? null,
      apiId: values.TELEGRAM_API_ID ?? null,
      apiHash: values.TELEGRAM_API_HASH ?? null,
      sessionString: values.TELEGRAM_SESSION_STRING ?? null,
    },
    logLevel: values.LOG_LEVEL,
  };
}

/** Reads only what concerns the bot at Telegram: neither a database nor a gateway has to be configured. */
export function readBotEnvironment(variables: NodeJS.ProcessEnv): BotEnvironment {
  return buildBotEnvironment(check(botVariablesSchema, variables, () => []));
}

type Values = z.infer<typeof variablesSchema>;

function buildBotEnvironment(values: z.infer<typeof botVariablesSchema>): BotEnvironment {
  return {
    telegramBotToken: values.TELEGRAM_BOT_TOKEN,
    isWebhook: values.TELEGRAM_USE_WEBHOOK && values.TELEGRAM_WEBHOOK_URL !== undefined,
    telegramWebhookUrl: values.TELEGRAM_WEBHOOK_URL ?? null,
    telegramWebhookSecret: values.TELEGRAM_WEBHOOK_SECRET ?? null,
    telegramApiRoot: values.TELEGRAM_API_ROOT,
    proxy: values.TELEGRAM_PROXY ?? null,
  };
}

function check<T>(
  schema: z.ZodType<T>,
  variables: NodeJS.ProcessEnv,
  contradict: (values: T) => string[],
): T {
  const problems: string[] = [];
  const parsed = schema.safeParse(readSecretFiles(definedOnly(variables), problems));
  if (parsed.success) problems.push(...contradict(parsed.data));
  else problems.push(...parsed.error.issues.map((issue) => `${String(issue.path[0])} ${issue.message}`));
  if (!parsed.success || problems.length > 0) throw new EnvironmentError([...new Set(problems)]);
  return parsed.data;
}

function contradictions(values: Values): string[] {
  const problems: string[] = [];
  const mayUseHttp = values.TELEGRAM_API_ROOT !== defaultApiRoot;
  for (const name of ['TELEGRAM_WEBHOOK_URL', 'MINI_APP_URL'] as const) {
    const value = values[name];
    if (value !== undefined && !isAcceptable(value, mayUseHttp)) {
      problems.push(
        `${name} must begin with https:// (http:// only for loopback, and only when TELEGRAM_API_ROOT is set)`,
      );
    }
  }
  const isWebhook = values.TELEGRAM_USE_WEBHOOK && values.TELEGRAM_WEBHOOK_URL !== undefined;
  if (isWebhook && values.TELEGRAM_WEBHOOK_SECRET === undefined) {
    problems.push('TELEGRAM_WEBHOOK_SECRET is missing: 32 to 256 random characters of A-Z a-z 0-9 _ -');
  }
  if (values.STATS_TOKEN !== undefined && values.STATS_TOKEN === values.GATEWAY_TOKEN) {
    problems.push('STATS_TOKEN must differ from GATEWAY_TOKEN, which opens everything');
  }
  if ((values.TELEGRAM_API_ID === undefined) !== (values.TELEGRAM_API_HASH === undefined)) {
    problems.push('TELEGRAM_API_ID and TELEGRAM_API_HASH belong together: set both or neither');
  }
  if (values.TELEGRAM_SESSION_STRING !== undefined && values.TELEGRAM_API_ID === undefined) {
    problems.push('TELEGRAM_SESSION_STRING needs TELEGRAM_API_ID and TELEGRAM_API_HASH');
  }
  return problems;
}

function isAcceptable(address: string, mayUseHttp: boolean): boolean {
  const parsed = new URL(address);
  if (parsed.protocol === 'https:') return true;
  return mayUseHttp && parsed.protocol === 'http:' && isLoopback(parsed.hostname);
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(host);
}

function definedOnly(variables: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(
    Object.entries(variables).filter(
      (entry): entry is [string, string] => entry[1] !== undefined && entry[1] !== '',
    ),
  );
}

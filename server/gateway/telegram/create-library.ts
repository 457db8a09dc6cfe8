import { TelegramClient } from 'telegram';
import { AuthKey } from 'telegram/crypto/AuthKey.js';
import { EntityCache } from 'telegram/entityCache.js';
import type { PromisedNetSockets } from 'telegram/extensions/index.js';
import { MemorySession } from 'telegram/sessions/index.js';
import type { ProxyAddress } from '#server/proxy-address.ts';
import { installFastGunzip } from './fast-gunzip.ts';
import { installFastReader } from './fast-reader.ts';
import { installLostStaysLost } from './lost-stays-lost.ts';
import { MtprotoError } from './mtproto-failure.ts';
import { PaddedProxyConnection } from './padded-proxy-connection.ts';
import { createQuietLog, type LibrarySymptom } from './quiet-log.ts';
import type { SessionKey, UnkeyedSession } from './session-string.ts';
import { installWholeContainers } from './whole-containers.ts';

export interface LibrarySettings {
  apiId: number;
  apiHash: string;
  /** Without a key, connecting agrees on a new one, which is logged in as nobody. */
  session: SessionKey | UnkeyedSession;
  /** How often a call is made in all while Telegram has trouble inside; 3 unless told otherwise. */
  requestRetries?: number;
  proxy: ProxyAddress | null;
  socketClass: typeof PromisedNetSockets;
  onSymptom(symptom: LibrarySymptom): void;
}

/** What Telegram shows people in their list of logins. */
export const application = {
  deviceModel: 'Channel Pulse',
  appVersion: '1',
  systemVersion: 'server',
};

/**
 * Remembers no entities: the library's table only grows and keeps the first access hash for ever. Every call gets its
 * peer, with the hash of our database.
 */
class ForgetfulSession extends MemorySession {
  /** Keys for other data centres, which the library would agree on anew for each connection. */
  readonly #away = new Map<number, AuthKey>();

  override processEntities(): void {
    // Nothing is remembered here, on purpose.
  }

  override getAuthKey(dcId?: number): AuthKey | undefined {
    return dcId === undefined || dcId === this.dcId ? super.getAuthKey(dcId) : this.#away.get(dcId);
  }

  override setAuthKey(authKey?: AuthKey, dcId?: number): undefined {
    if (dcId === undefined || dcId === this.dcId) super.setAuthKey(authKey, dcId);
    else if (authKey === undefined) this.#away.delete(dcId);
    else this.#away.set(dcId, authKey);
  }
}

class ForgetfulCache extends EntityCache {
  override add(): void {
    // Nothing is remembered here, on purpose.
  }
}

/** Creates GramJS's client with every fault of it that we know of mended. It is not connected yet. */
export async function createLibrary(settings: LibrarySettings): Promise<TelegramClient> {
  installFastReader();
  installFastGunzip();
  installWholeContainers();
  installLostStaysLost();
  const { proxy } = settings;
  const session = await openSession(settings.session);
  const library = new TelegramClient(session, settings.apiId, settings.apiHash, {
    baseLogger: createQuietLog(settings.onSymptom),
    networkSocket: settings.socketClass,
    securityChecks: true,
    // A flood wait is a job that runs later, never a sleep inside a call.
    floodSleepThreshold: 0,
    requestRetries: settings.requestRetries ?? 3,
    connectionRetries: 3,
    // Below zero: a lost connection fails what is pending at once instead of being rebuilt without end.
    reconnectRetries: -1,
    retryDelay: 500,
    ...application,
    ...(proxy?.kind === 'mtproxy' ? { proxy: describeProxy(proxy) } : {}),
  });
  if (proxy?.kind === 'mtproxy' && proxy.isPadded) library._connection = PaddedProxyConnection;
  library._entityCache = new ForgetfulCache();
  library.onError = async () => settings.onSymptom('background-error');
  // At `USER_MIGRATE_n` and its like the library would throw the key away and go on elsewhere as nobody.
  library.isUserAuthorized = async () => true;
  library._switchDC = async (dc: number) => {
    throw new MtprotoError('connect', { kind: 'migrate', dc, code: 'USER_MIGRATE' });
  };
  return library;
}

type LibraryProxy = NonNullable<NonNullable<ConstructorParameters<typeof TelegramClient>[3]>['proxy']>;

function describeProxy({ host, port, secret }: Extract<ProxyAddress, { kind: 'mtproxy' }>): LibraryProxy {
  return { ip: host, port, secret: secret.toString('hex'), MTProxy: true };
}

async function openSession(key: SessionKey | UnkeyedSession): Promise<MemorySession> {
  const session = new ForgetfulSession();
  // The port is ignored by the library; the address book knows where the address leads.
  session.setDC(key.dcId, key.ip, 443);
  if (key.authKey === null) return session;
  const authKey = new AuthKey();
  await authKey.setKey(key.authKey);
  session.setAuthKey(authKey, key.dcId);
  return session;
}

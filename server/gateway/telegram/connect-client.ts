import { type Api, TelegramClient } from 'telegram';
import { AuthKey } from 'telegram/crypto/AuthKey.js';
import { EntityCache } from 'telegram/entityCache.js';
import { MemorySession } from 'telegram/sessions/index.js';
import { withDeadline } from '#server/process.ts';
import type { AddressBook } from './address-book.ts';
import { installFastGunzip } from './fast-gunzip.ts';
import { installFastReader } from './fast-reader.ts';
import { createGuardedSockets } from './guarded-socket.ts';
import { createQuietLog, type LibrarySymptom } from './quiet-log.ts';
import type { SessionKey } from './session-string.ts';
import { installWholeContainers } from './whole-containers.ts';

export interface ClientSettings {
  apiId: number;
  apiHash: string;
  session: SessionKey;
  addressBook: AddressBook;
  /** Every TCP connection of this client is gone: it is of no use any more and has to be replaced. */
  onClosed(): void;
  onSymptom(symptom: LibrarySymptom): void;
  /** How long connecting may take; 15 s unless told otherwise. */
  connectDeadlineMs?: number;
}

/** One connection to Telegram. It is never repaired: whoever owns it destroys it and connects a new one. */
export interface Client {
  invoke<R extends Api.AnyRequest>(request: R, deadlineMs: number): Promise<R['__response']>;
  openSockets(): number;
  destroy(): Promise<void>;
}

/** GramJS has no deadline of its own for a server that accepts and stays silent. */
const connectDeadlineMs = 15_000;

/** How long the library may take to say goodbye before its sockets are closed under it. */
const destroyDeadlineMs = 2_000;

/** The connection was refused or lost. Nobody's fault; says nothing about the session. */
export class ConnectionLostError extends Error {
  readonly code = 'ECONNRESET';

  constructor() {
    super('no connection to the data centre');
    this.name = 'ConnectionLostError';
  }
}

/**
 * Remembers no entities: the library's table only grows and keeps the first access hash for ever. Every call gets its
 * peer, with the hash of our database.
 */
class ForgetfulSession extends MemorySession {
  override processEntities(): void {
    // Nothing is remembered here, on purpose.
  }
}

class ForgetfulCache extends EntityCache {
  override add(): void {
    // Nothing is remembered here, on purpose.
  }
}

/** Connects, or throws within the deadline with every socket closed. */
export async function connectClient(settings: ClientSettings): Promise<Client> {
  installFastReader();
  installFastGunzip();
  installWholeContainers();
  let isWanted = true;
  /** What to tell each call that is under way when the connection is lost: the library would leave it hanging. */
  const pending = new Set<(error: Error) => void>();
  const sockets = createGuardedSockets(settings.addressBook, () => {
    for (const fail of pending) fail(new ConnectionLostError());
    if (isWanted) settings.onClosed();
  });
  const library = new TelegramClient(await openSession(settings.session), settings.apiId, settings.apiHash, {
    baseLogger: createQuietLog(settings.onSymptom),
    networkSocket: sockets.socketClass,
    securityChecks: true,
    // A flood wait is a job that runs later, never a sleep inside a call.
    floodSleepThreshold: 0,
    requestRetries: 3,
    connectionRetries: 3,
    // Below zero: a lost connection fails what is pending at once instead of being rebuilt without end.
    reconnectRetries: -1,
    retryDelay: 500,
    deviceModel: 'Channel Pulse',
    appVersion: '1',
    systemVersion: 'server',
  });
  library._entityCache = new ForgetfulCache();
  library.onError = async () => settings.onSymptom('background-error');

  async function destroy(): Promise<void> {
    isWanted = false;
    try {
      await withDeadline(library.destroy(), destroyDeadlineMs, 'destroy');
    } catch {
      // Whatever the library is doing, closing its sockets below ends it.
    }
    sockets.destroyAll();
  }

  try {
    const isConnected = await withDeadline(
      library.connect(),
      settings.connectDeadlineMs ?? connectDeadlineMs,
      'connect',
    );
    if (!isConnected) throw new ConnectionLostError();
  } catch (error) {
    await destroy();
    throw error;
  }
  return {
    invoke<R extends Api.AnyRequest>(request: R, deadlineMs: number): Promise<R['__response']> {
      return new Promise<R['__response']>((resolve, reject) => {
        pending.add(reject);
        withDeadline(library.invoke(request), deadlineMs, request.className)
          .then(resolve, reject)
          .finally(() => pending.delete(reject));
      });
    },
    openSockets: () => sockets.count(),
    destroy,
  };
}

async function openSession(key: SessionKey): Promise<MemorySession> {
  const session = new ForgetfulSession();
  const authKey = new AuthKey();
  await authKey.setKey(key.authKey);
  // The port is ignored by the library; the address book knows where the address leads.
  session.setDC(key.dcId, key.ip, 443);
  session.setAuthKey(authKey, key.dcId);
  return session;
}

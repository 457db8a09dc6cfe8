import type { Api, TelegramClient } from 'telegram';
import { withDeadline } from '#server/process.ts';
import type { ProxyAddress } from '#server/proxy-address.ts';
import type { AddressBook } from './address-book.ts';
import { ConnectionLostError } from './connection-lost-error.ts';
import { createLibrary } from './create-library.ts';
import { createGuardedSockets } from './guarded-socket.ts';
import { createOtherDataCentres } from './other-data-centres.ts';
import type { LibrarySymptom } from './quiet-log.ts';
import type { SessionKey, UnkeyedSession } from './session-string.ts';

export interface ClientSettings {
  apiId: number;
  apiHash: string;
  /** Without a key, connecting agrees on a new one, which is logged in as nobody. */
  session: SessionKey | UnkeyedSession;
  addressBook: AddressBook;
  /** The way out; null or absent: straight. An HTTP proxy carries no MTProto and is not used here. */
  proxy?: ProxyAddress | null;
  /** The connection to the session's own data centre is gone: this client is of no use any more. */
  onClosed(): void;
  onSymptom(symptom: LibrarySymptom): void;
  /** Connecting is not wanted any more: it rejects, with every socket closed. */
  signal?: AbortSignal;
  /** How long connecting may take; 15 s unless told otherwise. */
  connectDeadlineMs?: number;
  /** How often a call is made in all while Telegram has trouble inside; 3 unless told otherwise. */
  requestRetries?: number;
}

/** One connection to Telegram. It is never repaired: whoever owns it destroys it and connects a new one. */
export interface Client {
  invoke<R extends Api.AnyRequest>(request: R, deadlineMs: number): Promise<R['__response']>;
  /** The same on another data centre; what goes wrong there leaves the connection at home as it is. */
  invokeOn<R extends Api.AnyRequest>(dcId: number, request: R, deadlineMs: number): Promise<R['__response']>;
  /** Those to other data centres included. */
  openSockets(): number;
  /** Resolves when every socket is closed. */
  destroy(): Promise<void>;
}

/** GramJS has no deadline of its own for a server that accepts and stays silent. */
const connectDeadlineMs = 15_000;

/** How long the library may take to say goodbye before its sockets are closed under it. */
const destroyDeadlineMs = 2_000;

/** Connects, or throws within the deadline with every socket closed. */
export async function connectClient(settings: ClientSettings): Promise<Client> {
  return (await openLibrary(settings)).client;
}

/** As {@link connectClient}, with the library's own object for what only a login needs: its new key, its updates. */
export async function openLibrary(
  settings: ClientSettings,
): Promise<{ client: Client; library: TelegramClient }> {
  const { addressBook, proxy = null } = settings;
  let isWanted = true;
  let lost = new ConnectionLostError();
  /** What to tell each call that is under way when the connection is lost: the library would leave it hanging. */
  const pending = new Set<(error: Error) => void>();
  const sockets = createGuardedSockets({
    ...{ addressBook, proxy },
    onLastClosed() {
      for (const fail of pending) fail(lost);
      if (isWanted) settings.onClosed();
    },
  });
  const library = await createLibrary({
    ...settings,
    proxy,
    socketClass: sockets.socketClass,
    onSymptom(symptom) {
      if (symptom === 'bad-auth-key') lost = new ConnectionLostError('transport-404');
      settings.onSymptom(symptom);
    },
  });
  const away = createOtherDataCentres(library, { addressBook, proxy });

  /** Settles as `work` does, at the latest when its deadline passes or the connection is lost. */
  function whileConnected<T>(work: Promise<T>, deadlineMs: number, what: string): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      pending.add(reject);
      withDeadline(work, deadlineMs, what)
        .then(resolve, reject)
        .finally(() => pending.delete(reject));
    });
  }

  async function destroy(): Promise<void> {
    isWanted = false;
    await away.destroy();
    try {
      await withDeadline(library.destroy(), destroyDeadlineMs, 'destroy');
    } catch {
      // Whatever the library is doing, closing its sockets below ends it.
    }
    await sockets.destroyAll();
  }

  const giveUp = (): void => {
    for (const fail of pending) fail(lost);
  };
  settings.signal?.addEventListener('abort', giveUp, { once: true });
  try {
    if (settings.signal?.aborted === true) throw lost;
    const deadlineMs = settings.connectDeadlineMs ?? connectDeadlineMs;
    const isConnected = await whileConnected(library.connect(), deadlineMs, 'connect');
    if (!isConnected) throw sockets.refusal() ?? lost;
  } catch (error) {
    await destroy();
    throw error;
  } finally {
    settings.signal?.removeEventListener('abort', giveUp);
  }
  const client: Client = {
    invoke: (request, deadlineMs) => whileConnected(library.invoke(request), deadlineMs, request.className),
    invokeOn: (dcId, request, deadlineMs) => away.invoke(dcId, request, deadlineMs),
    openSockets: () => sockets.count() + away.openSockets(),
    destroy,
  };
  return { client, library };
}

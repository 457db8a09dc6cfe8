import { Api } from 'telegram';
import { Raw } from 'telegram/events/Raw.js';
import { classifyError } from './classify-error.ts';
import { type ClientSettings, openLibrary } from './connect-client.ts';
import { MtprotoError, type MtprotoFailure } from './mtproto-failure.ts';
import type { SessionKey, UnkeyedSession } from './session-string.ts';

export type LoginClientSettings = Omit<
  ClientSettings,
  'session' | 'onClosed' | 'connectDeadlineMs' | 'requestRetries'
> & {
  /** After every call: its method, how it ended and how long it took. */
  onCall(method: string, status: 'ok' | MtprotoFailure['kind'], seconds: number): void;
};

/** A data centre and the address it announces. */
export interface DcAddress {
  dcId: number;
  ip: string;
}

/**
 * A connection for logging in, which lives for one step of it. Everything it is asked fails with {@link MtprotoError}
 * and nothing else; a wish of Telegram's to go on elsewhere is a failure of kind `migrate`.
 */
export interface LoginClient {
  /** What this connection is encrypted with; whoever keeps it can go on with the login later. */
  key: SessionKey;
  application: { apiId: number; apiHash: string };
  invoke<R extends Api.AnyRequest>(request: R): Promise<R['__response']>;
  /** Where a data centre is, as this one says. */
  findDc(dcId: number): Promise<DcAddress>;
  /** Waits until somebody has confirmed the QR code; false: nobody did within so many milliseconds. */
  waitForToken(waitMs: number): Promise<boolean>;
  /** Resolves when every socket is closed. */
  destroy(): Promise<void>;
}

const callDeadlineMs = 15_000;
const connectDeadlineMs = 10_000;

/** Connects with a key that is made now and is logged in as nobody. */
export function openFreshClient(settings: LoginClientSettings, dc: DcAddress): Promise<LoginClient> {
  return open(settings, { ...dc, authKey: null });
}

/** Connects with a key that a step before kept. Nobody else may be connected with it. */
export function openClientWithKey(settings: LoginClientSettings, key: SessionKey): Promise<LoginClient> {
  return open(settings, key);
}

async function open(
  settings: LoginClientSettings,
  session: SessionKey | UnkeyedSession,
): Promise<LoginClient> {
  const { apiId, apiHash, onCall, ...rest } = settings;
  const opened = await openLibrary({
    ...{ ...rest, apiId, apiHash, session, connectDeadlineMs },
    // Codes and passwords are tried once: a repeated try would be counted by Telegram as another one.
    requestRetries: 1,
    onClosed: () => undefined,
  }).catch((error: unknown) => {
    throw new MtprotoError('connect', classifyError(error));
  });
  const { client, library } = opened;
  const tokens = listenForToken(library);
  const authKey = session.authKey ?? library.session.getAuthKey(session.dcId)?.getKey();
  if (authKey === undefined) {
    await client.destroy();
    throw new MtprotoError('connect', { kind: 'unknown', code: 'no-key' });
  }

  async function invoke<R extends Api.AnyRequest>(request: R): Promise<R['__response']> {
    const startedAt = performance.now();
    const seconds = (): number => (performance.now() - startedAt) / 1_000;
    try {
      const answer = await client.invoke(request, callDeadlineMs);
      onCall(request.className, 'ok', seconds());
      return answer;
    } catch (error) {
      const failure = classifyError(error);
      onCall(request.className, failure.kind, seconds());
      throw new MtprotoError(request.className, failure);
    }
  }

  return {
    key: { dcId: session.dcId, ip: session.ip, authKey },
    application: { apiId, apiHash },
    invoke,
    async findDc(dcId) {
      const { dcOptions } = await invoke(new Api.help.GetConfig());
      const found = dcOptions.find(
        (option) =>
          option.id === dcId && !option.ipv6 && !option.mediaOnly && !option.cdn && !option.tcpoOnly,
      );
      if (found === undefined) {
        throw new MtprotoError('help.GetConfig', { kind: 'unknown', code: 'no-such-data-centre' });
      }
      return { dcId, ip: found.ipAddress };
    },
    waitForToken: tokens.wait,
    destroy: () => client.destroy(),
  };
}

/** Notes `updateLoginToken`, which Telegram sends to the connection that shows a QR code. */
function listenForToken(library: Awaited<ReturnType<typeof openLibrary>>['library']): {
  wait(waitMs: number): Promise<boolean>;
} {
  let isHeard = false;
  let tell: () => void = () => undefined;
  // With a handler the library asks who it is at the first update; a connection without a login cannot be told.
  Reflect.set(library, '_selfInputPeer', new Api.InputPeerSelf());
  library.addEventHandler(
    () => {
      isHeard = true;
      tell();
    },
    new Raw({ types: [Api.UpdateLoginToken] }),
  );
  return {
    async wait(waitMs) {
      if (isHeard) return true;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, waitMs);
        tell = () => {
          clearTimeout(timer);
          resolve();
        };
      });
      return isHeard;
    },
  };
}

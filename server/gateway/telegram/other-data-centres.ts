import { Api, type TelegramClient } from 'telegram';
import type { MTProtoSender } from 'telegram/network/MTProtoSender.js';
import { LAYER } from 'telegram/tl/AllTLObjects.js';
import { withDeadline } from '#server/process.ts';
import { classifyError } from './classify-error.ts';
import { ConnectionLostError } from './connection-lost-error.ts';
import { createGuardedSockets, type GuardedSockets, type SocketRules } from './guarded-socket.ts';

export interface OtherDataCentres {
  /** Makes one call there with the same login, connecting first where needed; the deadline is for all of it. */
  invoke<R extends Api.AnyRequest>(dcId: number, request: R, deadlineMs: number): Promise<R['__response']>;
  openSockets(): number;
  destroy(): Promise<void>;
}

interface Away {
  sender: Promise<MTProtoSender>;
  sockets: GuardedSockets;
  callsUnderWay: number;
  idleTimer: NodeJS.Timeout | null;
  /** What to tell each call that is under way when the connection is lost. */
  pending: Set<(error: Error) => void>;
}

/** How long a connection that nobody uses is kept. */
const idleMs = 30_000;

/**
 * Creates the connections to other data centres than the login's own. GramJS has some too, but tries for ever to bring
 * the login there, keeps sockets open after its end, and cannot be told to close one; so its senders are used and nothing
 * else. The key that was agreed on there is kept for the next connection, and forgotten when that data centre refuses it.
 */
export function createOtherDataCentres(
  library: TelegramClient,
  rules: Omit<SocketRules, 'onLastClosed'>,
): OtherDataCentres {
  const open = new Map<number, Away>();
  /** Where the login has been brought to. */
  const known = new Set<number>();

  function obtain(dcId: number): Away {
    const there = open.get(dcId);
    if (there !== undefined) return there;
    const pending: Away['pending'] = new Set();
    const sockets = createGuardedSockets({
      ...rules,
      onLastClosed() {
        for (const fail of pending) fail(new ConnectionLostError());
        if (open.get(dcId) === away) void close(dcId);
      },
    });
    const away: Away = {
      sender: connect(dcId, sockets),
      sockets,
      callsUnderWay: 0,
      idleTimer: null,
      pending,
    };
    open.set(dcId, away);
    // A connection that was never made is made anew by the next call.
    away.sender.catch(() => (open.get(dcId) === away ? close(dcId) : undefined));
    return away;
  }

  async function connect(dcId: number, sockets: GuardedSockets): Promise<MTProtoSender> {
    const place = await library.getDC(dcId);
    const isKnown = known.has(dcId) && library.session.getAuthKey(dcId) !== undefined;
    const sender = library._createExportedSender(dcId);
    const proxy: unknown = Reflect.get(library, '_proxy');
    const connection = new library._connection({
      ip: place.ipAddress,
      port: place.port,
      dcId,
      loggers: library._log,
      ...(proxy === undefined ? {} : { proxy: proxy as never }),
      testServers: false,
      socket: sockets.socketClass,
    });
    if (!(await sender.connect(connection, false))) throw new ConnectionLostError();
    const query = isKnown ? new Api.help.GetConfig() : await bringLogin(dcId);
    const { apiId, deviceModel, systemVersion, appVersion } = library._initRequest;
    const initialized = new Api.InitConnection({
      ...{ apiId, deviceModel, systemVersion, appVersion, query },
      ...{ langCode: 'en', langPack: '', systemLangCode: 'en' },
    });
    await sender.send(new Api.InvokeWithLayer({ layer: LAYER, query: initialized }));
    known.add(dcId);
    return sender;
  }

  async function bringLogin(dcId: number): Promise<Api.auth.ImportAuthorization> {
    const { id, bytes } = await library.invoke(new Api.auth.ExportAuthorization({ dcId }));
    return new Api.auth.ImportAuthorization({ id, bytes });
  }

  async function close(dcId: number): Promise<void> {
    const away = open.get(dcId);
    if (away === undefined) return;
    open.delete(dcId);
    if (away.idleTimer !== null) clearTimeout(away.idleTimer);
    await away.sockets.destroyAll();
  }

  function settle(dcId: number, away: Away, error: unknown): void {
    const { kind } = classifyError(error);
    const isRefused = kind === 'session-dead' || kind === 'session-duplicated';
    if (isRefused) {
      known.delete(dcId);
      library.session.setAuthKey(undefined, dcId);
    }
    const isUseless = isRefused || kind === 'network' || kind === 'unknown';
    if (isUseless && open.get(dcId) === away) void close(dcId);
  }

  function rest(dcId: number, away: Away): void {
    away.callsUnderWay -= 1;
    if (away.callsUnderWay > 0 || open.get(dcId) !== away) return;
    away.idleTimer = setTimeout(() => void close(dcId), idleMs);
    away.idleTimer.unref();
  }

  return {
    async invoke(dcId, request, deadlineMs) {
      const away = obtain(dcId);
      away.callsUnderWay += 1;
      if (away.idleTimer !== null) clearTimeout(away.idleTimer);
      let fail: (error: Error) => void = () => undefined;
      const lost = new Promise<never>((_, reject) => {
        fail = reject;
      });
      away.pending.add(fail);
      const calling = away.sender.then((sender) => library.invokeWithSender(request, sender));
      try {
        return await withDeadline(Promise.race([calling, lost]), deadlineMs, request.className);
      } catch (error) {
        calling.catch(() => undefined);
        settle(dcId, away, error);
        throw error;
      } finally {
        away.pending.delete(fail);
        rest(dcId, away);
      }
    },
    openSockets: () => [...open.values()].reduce((sum, { sockets }) => sum + sockets.count(), 0),
    async destroy() {
      await Promise.all([...open.keys()].map(close));
    },
  };
}

import type { StoredKey } from './key-store.ts';
import { createSession, type Session } from './session.ts';

/** Every session of one data centre. */
export interface Sessions {
  /** The session of this id, made when it is new. */
  open(key: StoredKey, sessionId: bigint): Session;
  /** False where there was none. */
  destroy(authKeyId: string, sessionId: bigint): boolean;
  /** Forgets all sessions of a key. */
  forgetKey(authKeyId: string): void;
  /** The connected session of a key that takes updates and spoke last. */
  updatesSessionOf(authKeyId: string): Session | null;
  close(): void;
}

/** A session without a connection is kept this long for its client to come back. */
const ABANDONED_AFTER_SECONDS = 600;
const MAX_SESSIONS_PER_KEY = 50;

export function createSessions(now: () => number): Sessions {
  const byKey = new Map<string, Map<bigint, Session>>();

  function sessionsOf(authKeyId: string): Map<bigint, Session> {
    let sessions = byKey.get(authKeyId);
    if (!sessions) {
      sessions = new Map();
      byKey.set(authKeyId, sessions);
    }
    return sessions;
  }

  /** Runs whenever a key opens another session: GramJS makes a new one at every reconnect. */
  function dropAbandoned(sessions: Map<bigint, Session>): void {
    for (const [id, session] of sessions) {
      const isAbandoned = !session.outlet && session.activeAt < now() - ABANDONED_AFTER_SECONDS;
      if (isAbandoned || sessions.size > MAX_SESSIONS_PER_KEY) {
        session.close();
        sessions.delete(id);
      }
    }
  }

  return {
    open(key, sessionId) {
      const sessions = sessionsOf(key.authKeyId);
      let session = sessions.get(sessionId);
      if (!session) {
        dropAbandoned(sessions);
        session = createSession(key, sessionId, now);
        sessions.set(sessionId, session);
      }
      return session;
    },
    destroy(authKeyId, sessionId) {
      const session = byKey.get(authKeyId)?.get(sessionId);
      session?.close();
      return byKey.get(authKeyId)?.delete(sessionId) ?? false;
    },
    forgetKey(authKeyId) {
      for (const session of byKey.get(authKeyId)?.values() ?? []) session.close();
      byKey.delete(authKeyId);
    },
    updatesSessionOf(authKeyId) {
      let latest: Session | null = null;
      for (const session of byKey.get(authKeyId)?.values() ?? []) {
        if (!session.outlet || !session.wantsUpdates) continue;
        if (!latest || session.activeAt >= latest.activeAt) latest = session;
      }
      return latest;
    },
    close() {
      for (const authKeyId of [...byKey.keys()]) this.forgetKey(authKeyId);
    },
  };
}

import { randomBytes } from 'node:crypto';
import type { Values } from './values.ts';

/** The token behind a QR code: a device that is not logged in shows it, one that is accepts it. */
export interface LoginToken {
  /** Hexadecimal; in the QR code it is base64url after `tg://login?token=`. */
  token: string;
  /** The auth key that showed it. */
  authKeyId: string;
  /** Users the device is already logged in as. */
  exceptIds: string[];
  /** What the device says of itself. */
  deviceModel: string;
  systemVersion: string;
  appVersion: string;
  apiId: number;
  /** Unix seconds. */
  expiresAt: number;
  /** Who confirmed it; null: nobody yet. */
  acceptedBy: string | null;
  /** Id of the login it leads to, fixed from the start so that both sides can name it. */
  loginId: string;
  /** Where it must be imported, once the account turned out to live in another data centre. */
  importDcId: number | null;
}

export type AcceptOutcome =
  | { kind: 'accepted'; token: LoginToken }
  | { kind: 'invalid' | 'expired' | 'already-accepted' | 'excepted' };

export type ImportOutcome = { kind: 'accepted'; token: LoginToken } | { kind: 'invalid' | 'expired' };

export interface LoginTokens {
  issue(
    device: Omit<LoginToken, 'token' | 'expiresAt' | 'acceptedBy' | 'loginId' | 'importDcId'>,
  ): LoginToken;
  accept(token: string, userId: string): AcceptOutcome;
  /** The accepted token of an auth key; taking it uses it up. */
  takeAccepted(authKeyId: string): LoginToken | null;
  /** A new token for what was accepted, to be imported in the account's own data centre. */
  migrate(accepted: LoginToken, dcId: number): LoginToken;
  /** Uses a migrated token up. */
  take(token: string, dcId: number): ImportOutcome;
  /** Tokens that wait for somebody: the newest of each device. */
  listWaiting(): LoginToken[];
}

export const tokenLifetimeSeconds = 30;
/** How long a device may take to come for a login that was confirmed. */
const acceptedLifetimeSeconds = 60;
const keptAfterSeconds = 600;
const prefix = 'token:';

export function createLoginTokens(values: Values, now: () => number): LoginTokens {
  function all(): LoginToken[] {
    return values.entries(prefix).map(([, value]) => value as LoginToken);
  }

  function find(token: string): LoginToken | null {
    return (values.get(prefix + token) ?? null) as LoginToken | null;
  }

  function put(token: LoginToken): LoginToken {
    values.put(prefix + token.token, token);
    return token;
  }

  function forget({ token }: LoginToken): void {
    values.delete(prefix + token);
  }

  return {
    issue(device) {
      for (const old of all()) if (old.expiresAt < now() - keptAfterSeconds) forget(old);
      return put({
        ...device,
        token: randomBytes(32).toString('hex'),
        expiresAt: Math.floor(now()) + tokenLifetimeSeconds,
        acceptedBy: null,
        loginId: randomBytes(8).toString('hex'),
        importDcId: null,
      });
    },
    accept(text, userId) {
      const token = find(text);
      if (token === null || token.importDcId !== null) return { kind: 'invalid' };
      if (token.acceptedBy !== null) return { kind: 'already-accepted' };
      if (token.expiresAt <= now()) return { kind: 'expired' };
      if (token.exceptIds.includes(userId)) return { kind: 'excepted' };
      const expiresAt = Math.floor(now()) + acceptedLifetimeSeconds;
      return { kind: 'accepted', token: put({ ...token, acceptedBy: userId, expiresAt }) };
    },
    takeAccepted(authKeyId) {
      const accepted = all().find((token) => {
        const isOfKey = token.authKeyId === authKeyId && token.importDcId === null;
        return isOfKey && token.acceptedBy !== null && token.expiresAt > now();
      });
      if (accepted === undefined) return null;
      for (const token of all()) if (token.authKeyId === authKeyId) forget(token);
      return accepted;
    },
    migrate: (accepted, dcId) =>
      put({ ...accepted, token: randomBytes(32).toString('hex'), importDcId: dcId }),
    take(text, dcId) {
      const token = find(text);
      if (token === null || token.importDcId !== dcId) return { kind: 'invalid' };
      forget(token);
      return token.expiresAt > now() ? { kind: 'accepted', token } : { kind: 'expired' };
    },
    listWaiting() {
      const newest = new Map<string, LoginToken>();
      for (const token of all()) {
        if (token.acceptedBy === null && token.expiresAt > now()) newest.set(token.authKeyId, token);
      }
      return [...newest.values()];
    },
  };
}

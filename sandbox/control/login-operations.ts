import type { Accounts } from '#sandbox/accounts/accounts.ts';
import { loginHash, loginNote, noteLogin } from '#sandbox/accounts/login-notes.ts';
import { endLogin, type Login, listLogins, saveKey } from '#sandbox/accounts/logins.ts';
import { acceptLoginToken } from '#sandbox/methods/accept-login-token.ts';
import type { Telegram } from '#sandbox/start-telegram.ts';
import type { World, WorldUser } from '#sandbox/world/world.ts';
import { ControlError } from './control-error.ts';

export interface ShownLoginCode {
  phone: string;
  code: string;
  via: 'app' | 'sms';
  /** Unix seconds. */
  expiresAt: number;
}

export interface ShownLoginToken {
  /** Base64url, as in the QR code. */
  token: string;
  /** What the QR code says. */
  url: string;
  deviceModel: string;
  expiresAt: number;
}

export interface ShownLogin {
  /** Telegram's hash of the login, as decimal text. */
  hash: string;
  deviceModel: string;
  /** Unix seconds. */
  createdAt: number;
  /** True while the two-step password is missing. */
  isPending: boolean;
}

/** What the next call of an ended login is told. */
export type EndReason =
  | 'SESSION_REVOKED'
  | 'SESSION_EXPIRED'
  | 'AUTH_KEY_UNREGISTERED'
  | 'USER_DEACTIVATED_BAN';

const endReasons: readonly EndReason[] = [
  'SESSION_REVOKED',
  'SESSION_EXPIRED',
  'AUTH_KEY_UNREGISTERED',
  'USER_DEACTIVATED_BAN',
];

/** Logging in as the people of the world, over MTProto. A person is anybody of the world who is no bot. */
export type LoginOperations = {
  /** Codes that were sent and are still good, the newest last: all of them, or those of a person or of a number. */
  listLoginCodes(given?: { personId?: string } | { phone?: string }): Promise<ShownLoginCode[]>;
  /** Lets a person ask for codes and guess again, who was told to wait. */
  clearLoginLimits(given: { personId: string }): Promise<{ isCleared: true }>;
  /** null takes the two-step password away. */
  setTwoStepPassword(given: {
    personId: string;
    password: string | null;
    hint?: string;
  }): Promise<{ hasPassword: boolean }>;
  /** Moves a person to another data centre; logins there are made from then on. */
  setHomeDc(given: { personId: string; dcId: number }): Promise<{ dcId: number }>;
  /** QR codes that somebody shows and nobody has confirmed, the newest of each device. */
  listLoginTokens(given?: object): Promise<ShownLoginToken[]>;
  /** Confirms a QR login as this person; `token` is base64url or the whole `tg://login?token=` link. */
  acceptLoginToken(given: { personId: string; token: string }): Promise<{ isAccepted: true }>;
  listLogins(given: { personId: string }): Promise<ShownLogin[]>;
  /** Makes a person's logins older than they are, as for what is refused on the first day. */
  ageLogins(given: { personId: string; seconds: number }): Promise<{ count: number }>;
  /** Ends one login of a person, or all of them. */
  endLogins(given: { personId: string; hash?: string; reason?: EndReason }): Promise<{ count: number }>;
  setFrozen(given: { personId: string; isFrozen: boolean }): Promise<{ isFrozen: boolean }>;
  /** Refuses (for ever) auth keys that are used from two connections at once; off at the start. */
  setKeyGuard(given: { isOn: boolean }): Promise<{ isOn: boolean }>;
};

const freezeSeconds = 60 * 86_400;
const link = /^tg:\/\/login\?token=/;

const refusals = {
  invalid: 'Nobody shows this code.',
  expired: 'The code is too old.',
  'already-accepted': 'The code was confirmed before.',
  excepted: 'The device is logged in as this person already.',
} as const;

export function createLoginOperations(
  world: World,
  telegram: Pick<Telegram, 'accounts' | 'keyStores' | 'wire' | 'dataCentres'>,
): LoginOperations {
  const { keyStores, wire } = telegram;
  const accounts: Accounts = telegram.accounts;

  function personOf(personId: string): WorldUser {
    const user = world.user(personId);
    if (user === null || user.isBot) {
      throw new ControlError('no-such-person', `There is no person ${personId}.`);
    }
    return user;
  }

  /** The number that is meant; null: all of them. */
  function phoneOf(given: { personId?: string; phone?: string }): string | null {
    if (given.phone !== undefined) return given.phone.replace(/^\+/, '');
    return given.personId === undefined ? null : (personOf(given.personId).phone ?? '');
  }

  function loginsOf(personId: string): Login[] {
    return listLogins(keyStores, personOf(personId).id);
  }

  return {
    listLoginCodes: async (given) => {
      return accounts.codes
        .list(phoneOf(given ?? {}))
        .map(({ phone, code, via, expiresAt }) => ({ phone, code, via, expiresAt }));
    },
    clearLoginLimits: async ({ personId }) => {
      const { id, phone } = personOf(personId);
      accounts.limits.clear(`user-${id}`);
      if (phone !== null) accounts.limits.clear(phone);
      return { isCleared: true };
    },
    setTwoStepPassword: async ({ personId, password, hint }) => {
      await accounts.passwords.set(personOf(personId).id, password, hint ?? null);
      return { hasPassword: password !== null };
    },
    setHomeDc: async ({ personId, dcId }) => {
      if (!telegram.dataCentres.some(({ id }) => id === dcId)) {
        throw new ControlError('no-such-data-centre', `There is no data centre ${dcId}.`);
      }
      accounts.standings.setHomeDc(personOf(personId).id, dcId);
      return { dcId };
    },
    listLoginTokens: async () =>
      accounts.tokens.listWaiting().map(({ token, deviceModel, expiresAt }) => {
        const text = Buffer.from(token, 'hex').toString('base64url');
        return { token: text, url: `tg://login?token=${text}`, deviceModel, expiresAt };
      }),
    acceptLoginToken: async ({ personId, token }) => {
      const text = Buffer.from(token.replace(link, ''), 'base64url').toString('hex');
      const outcome = acceptLoginToken(accounts, wire, text, personOf(personId).id);
      if (outcome.kind !== 'accepted') {
        throw new ControlError(`token-${outcome.kind}`, refusals[outcome.kind]);
      }
      return { isAccepted: true };
    },
    listLogins: async ({ personId }) =>
      loginsOf(personId).map(({ note, authorization, isPending }) => ({
        hash: loginHash(note.id).toString(),
        deviceModel: authorization.deviceModel,
        createdAt: note.at,
        isPending,
      })),
    ageLogins: async ({ personId, seconds }) => {
      const logins = loginsOf(personId).filter(({ isPending }) => !isPending);
      for (const { authKeyId, authorization } of logins.flatMap(({ keys }) => keys)) {
        const note = loginNote(authKeyId, authorization);
        noteLogin(authorization, personId, { ...note, at: note.at - seconds });
        saveKey(keyStores, { authKeyId });
      }
      return { count: logins.length };
    },
    endLogins: async ({ personId, hash, reason = 'SESSION_REVOKED' }) => {
      if (!endReasons.includes(reason)) {
        throw new ControlError('no-such-reason', `A login ends for one of ${endReasons.join(', ')}.`);
      }
      const ended = loginsOf(personId).filter(({ note }) => {
        return hash === undefined || loginHash(note.id).toString() === hash;
      });
      for (const login of ended) endLogin(keyStores, login, reason);
      return { count: ended.length };
    },
    setFrozen: async ({ personId, isFrozen }) => {
      const since = Math.floor(accounts.now());
      const appealUrl = 'https://t.me/spambot';
      const freeze = isFrozen ? { since, until: since + freezeSeconds, appealUrl } : null;
      accounts.standings.setFreeze(personOf(personId).id, freeze);
      return { isFrozen };
    },
    setKeyGuard: async ({ isOn }) => {
      accounts.standings.refusesSharedKeys = isOn;
      return { isOn };
    },
  };
}

/** Their names, for the server and the client. */
export const loginOperationNames = [
  'listLoginCodes',
  'clearLoginLimits',
  'setTwoStepPassword',
  'setHomeDc',
  'listLoginTokens',
  'acceptLoginToken',
  'listLogins',
  'ageLogins',
  'endLogins',
  'setFrozen',
  'setKeyGuard',
] as const satisfies readonly (keyof LoginOperations)[];

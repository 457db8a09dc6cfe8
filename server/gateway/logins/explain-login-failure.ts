import type { LoginRefusal } from '#server/gateway-client/login-answers.ts';
import type { MtprotoFailure } from '../telegram/mtproto-failure.ts';

/** What a failed call means to the login and to the person who logs in. */
export interface LoginVerdict {
  code: LoginRefusal;
  /** Whole seconds; null: Telegram does not say, or waiting does not help. */
  retryAfter: number | null;
  /** The login cannot go on: what it knew is wiped. */
  isOver: boolean;
  /** Telegram may have carried the call out: the next step has to find out. */
  isUnsure: boolean;
}

const byCode: Record<string, { code: LoginRefusal; isOver: boolean }> = {
  PHONE_CODE_INVALID: { code: 'code-wrong', isOver: false },
  PHONE_CODE_EMPTY: { code: 'code-wrong', isOver: false },
  PHONE_CODE_EXPIRED: { code: 'code-expired', isOver: false },
  PASSWORD_HASH_INVALID: { code: 'password-wrong', isOver: false },
  PHONE_NUMBER_INVALID: { code: 'phone-invalid', isOver: true },
  PHONE_NUMBER_BANNED: { code: 'phone-banned', isOver: true },
  PHONE_NUMBER_UNOCCUPIED: { code: 'sign-up-required', isOver: true },
  PHONE_PASSWORD_FLOOD: { code: 'flood-wait', isOver: false },
  PHONE_NUMBER_FLOOD: { code: 'flood-wait', isOver: false },
  API_ID_INVALID: { code: 'no-source', isOver: true },
  API_ID_PUBLISHED_FLOOD: { code: 'no-source', isOver: true },
  USER_DEACTIVATED: { code: 'account-unusable', isOver: true },
  USER_DEACTIVATED_BAN: { code: 'account-unusable', isOver: true },
};

/**
 * Says what a failure of a login call means. `password-needed` is no failure of a login and never comes here. The text of
 * Telegram's is not told; only a wait, and what the person can do, is.
 */
export function explainLoginFailure(failure: MtprotoFailure): LoginVerdict {
  const known = byCode[failure.code];
  if (known !== undefined) return { ...known, retryAfter: null, isUnsure: false };
  switch (failure.kind) {
    case 'flood-wait':
      return {
        code: 'flood-wait',
        retryAfter: Math.ceil(failure.seconds),
        isOver: false,
        isUnsure: false,
      };
    case 'frozen':
      return { code: 'account-unusable', retryAfter: null, isOver: true, isUnsure: false };
    case 'session-dead':
    case 'session-duplicated':
      // The key of this login is gone; nothing that was logged in before is touched.
      return { code: 'flow-expired', retryAfter: null, isOver: true, isUnsure: false };
    case 'network':
    case 'unknown':
    case 'server-trouble':
      return { code: 'telegram-trouble', retryAfter: null, isOver: false, isUnsure: true };
    default:
      return { code: 'telegram-trouble', retryAfter: null, isOver: false, isUnsure: false };
  }
}

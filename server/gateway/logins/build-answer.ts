import type { LoginRefusal, LoginState, TelegramUser } from '#server/gateway-client/login-answers.ts';
import type { SessionOwner } from '../telegram/login-owner.ts';
import { maskPhone } from '../telegram/mask-phone.ts';
import { mostTries } from './allowed-steps.ts';
import type { FlowState } from './flow-state.ts';

/** What a flow waits for, as is told to whoever takes its steps. Nothing secret of it but the QR token is told. */
export function buildAnswer(
  flow: { flowId: string; tries: number; expiresAt: Date },
  state: FlowState,
): LoginState {
  const shared = { flow_id: flow.flowId, expires_at: flow.expiresAt.toISOString() };
  const triesLeft = Math.max(mostTries - flow.tries, 0);
  switch (state.kind) {
    case 'qr':
      return {
        kind: 'qr-wanted',
        ...shared,
        token: state.token,
        link: `tg://login?token=${state.token}`,
        token_expires_at: new Date(state.tokenExpiresAt).toISOString(),
      };
    case 'code':
      return {
        kind: 'code-wanted',
        ...shared,
        masked_phone: maskPhone(state.phone),
        sent_by: state.sentBy,
        code_length: state.codeLength,
        tries_left: triesLeft,
      };
    case 'password':
      return { kind: 'password-wanted', ...shared, hint: state.hint, tries_left: triesLeft };
  }
}

export function buildUser(accountId: string, owner: SessionOwner): TelegramUser {
  return {
    account_id: accountId,
    telegram_user_id: owner.telegramUserId,
    first_name: owner.firstName,
    last_name: owner.lastName,
    username: owner.username,
    masked_phone: owner.maskedPhone,
    is_premium: owner.isPremium,
    is_bot: owner.isBot,
  };
}

/** A step that was not taken, or failed. `retryAfter` in seconds. */
export function refused(code: LoginRefusal, retryAfter: number | null = null): LoginState {
  return { kind: 'refused', code, retry_after: retryAfter };
}

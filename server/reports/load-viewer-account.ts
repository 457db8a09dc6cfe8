import type { SessionInfo, TelegramUserInfo } from '#contract/account.ts';
import type { Connection } from '#server/db/connection.ts';
import { findViewerAccount, type ViewerAccount } from '#server/db/queries/find-viewer-account.ts';

/** How the account of a viewer is; null: they have none, or the asked one is not theirs. */
export async function loadViewerAccount(
  connection: Connection,
  viewerId: string,
  accountId: string | null,
): Promise<SessionInfo | null> {
  const account = await findViewerAccount(connection, viewerId, accountId);
  if (account === null) return null;
  const reason = reasonOf(account);
  return {
    account_id: account.accountId,
    user: describeUser(account),
    state: account.state,
    connected: reason === null,
    reason,
    since: account.createdAt.toISOString(),
    shares_public: account.sharesPublic,
    shows_private_chats: account.showsPrivateChats,
    consent_version: account.consentVersion,
  };
}

/** Why an account is not connected, as a stable code; null: it is. */
function reasonOf({ state, reason, isHeld, isGatewayThere }: ViewerAccount): string | null {
  if (state !== 'active') return reason ?? (state === 'dead' ? 'session-dead' : state);
  if (isHeld) return reason;
  return isGatewayThere ? 'connecting' : 'gateway-unreachable';
}

function describeUser({ accountId, user }: ViewerAccount): TelegramUserInfo | null {
  if (user === null) return null;
  return {
    account_id: accountId,
    telegram_user_id: user.telegramUserId,
    first_name: user.firstName,
    last_name: user.lastName,
    username: user.username,
    masked_phone: user.maskedPhone,
    is_premium: user.isPremium,
    is_bot: user.isBot,
    seen_at: new Date(user.seenAt).toISOString(),
  };
}

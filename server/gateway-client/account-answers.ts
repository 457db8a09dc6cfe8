/**
 * What the gateway answers about one connected account: an answer in the words of `contract/`, or a problem. The api asks
 * with the account and its owner, and the gateway checks both.
 */
import { z } from 'zod';
import type { SessionsTerminated, TelegramSessions, TelegramUserInfo } from '#contract/account.ts';
import type { ChatList, ChatMessages } from '#contract/chat.ts';

/** Whose account is asked about. */
export interface AccountOfViewer {
  accountId: string;
  viewerId: string;
}

/** `unreachable`: no gateway holds the account, or the one that does gave no answer in time. Codes are those of the gateway's problems. */
export type AccountAnswer<T> =
  | { kind: 'answer'; value: T }
  | { kind: 'problem'; code: string; reason: string | null; retryAfterSeconds: number | null }
  | { kind: 'unreachable' };

/** The part of a problem that is told on. */
export const gatewayProblemSchema = z.object({ code: z.string(), reason: z.string().optional() });

export interface AccountClient {
  listChats(
    account: AccountOfViewer,
    page: { limit: number; after?: string | undefined },
  ): Promise<AccountAnswer<ChatList>>;
  readChat(
    account: AccountOfViewer,
    chatId: string,
    range: { limit: number; before?: number | undefined; since?: number | undefined },
  ): Promise<AccountAnswer<ChatMessages>>;
  /** Who the account is, asked of Telegram now. */
  loadUser(account: AccountOfViewer): Promise<AccountAnswer<TelegramUserInfo>>;
  listLogins(account: AccountOfViewer): Promise<AccountAnswer<TelegramSessions>>;
  endOtherLogins(account: AccountOfViewer): Promise<AccountAnswer<SessionsTerminated>>;
  close(): Promise<void>;
}

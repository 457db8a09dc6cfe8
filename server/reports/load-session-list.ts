import type { Connection } from '#server/db/connection.ts';
import { listAccounts } from '#server/db/queries/list-accounts.ts';
import { loadTelegramUser } from '#server/db/queries/load-telegram-user.ts';

/** An account as the operator lists it at a terminal: never what its session is. */
export interface ListedSession {
  accountId: string;
  kind: 'operator' | 'viewer' | 'bot';
  viewerId: string | null;
  /** null: Telegram was not asked yet. */
  name: string | null;
  state: string;
  reason: string | null;
  isHeld: boolean;
}

/** More than anybody reads at a terminal; the administrators' list of the Mini App has pages. */
const most = 200;

/** The newest accounts, the newest first. */
export async function loadSessionList(connection: Connection): Promise<ListedSession[]> {
  const everything = { state: null, kind: null, viewerId: null, before: null, limit: most };
  const listed: ListedSession[] = [];
  for (const account of await listAccounts(connection, everything)) {
    const { accountId, kind, viewerId, state, reason, isHeld } = account;
    const user = await loadTelegramUser(connection, accountId);
    const name = user === null ? null : [user.firstName, user.lastName].filter(Boolean).join(' ');
    listed.push({ accountId, kind, viewerId, name, state, reason, isHeld });
  }
  return listed;
}

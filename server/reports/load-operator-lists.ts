import type {
  AccountPage,
  AuditPage,
  AuthAttemptPage,
  LeasePage,
  TelegramUserPage,
} from '#contract/operator.ts';
import type { Connection } from '#server/db/connection.ts';
import { type AccountFilter, listAccounts } from '#server/db/queries/list-accounts.ts';
import { type AuditFilter, listAuditEvents } from '#server/db/queries/list-audit-events.ts';
import { type AuthAttemptFilter, listAuthAttempts } from '#server/db/queries/list-auth-attempts.ts';
import { listLeases } from '#server/db/queries/list-leases.ts';
import { listTelegramUsers } from '#server/db/queries/list-telegram-users.ts';

/** A filter without the cursor's arithmetic: `limit` rows are wanted, one more says whether there is a next page. */
type Page = { before: string | null; limit: number };

/** Accounts of the installation. */
export async function loadAccountPage(connection: Connection, filter: AccountFilter): Promise<AccountPage> {
  const { rows, next } = cut(await listAccounts(connection, oneMore(filter)), filter, 'accountId');
  const accounts = rows.map((row) => ({
    ...row,
    createdAt: row.createdAt.toISOString(),
    endedAt: row.endedAt?.toISOString() ?? null,
  }));
  return { accounts, next };
}

/** Who the accounts are at Telegram. */
export async function loadTelegramUserPage(
  connection: Connection,
  filter: Page & { viewerId: string | null },
): Promise<TelegramUserPage> {
  const { rows, next } = cut(await listTelegramUsers(connection, oneMore(filter)), filter, 'accountId');
  return { telegramUsers: rows.map((row) => ({ ...row, seenAt: row.seenAt.toISOString() })), next };
}

/** Steps of logins that were tried. */
export async function loadAuthAttemptPage(
  connection: Connection,
  filter: AuthAttemptFilter,
): Promise<AuthAttemptPage> {
  const { rows, next } = cut(await listAuthAttempts(connection, oneMore(filter)), filter, 'attemptId');
  return { authAttempts: rows.map((row) => ({ ...row, attemptedAt: row.attemptedAt.toISOString() })), next };
}

/** Which process holds which account. */
export async function loadLeasePage(
  connection: Connection,
  filter: Page & { isLive: boolean | null },
): Promise<LeasePage> {
  const { rows, next } = cut(await listLeases(connection, oneMore(filter)), filter, 'accountId');
  const leases = rows.map((row) => ({ ...row, heartbeatAt: row.heartbeatAt?.toISOString() ?? null }));
  return { leases, next };
}

/** What was done with secrets, accounts and rights. */
export async function loadAuditPage(connection: Connection, filter: AuditFilter): Promise<AuditPage> {
  const { rows, next } = cut(await listAuditEvents(connection, oneMore(filter)), filter, 'eventId');
  return { events: rows.map((row) => ({ ...row, happenedAt: row.happenedAt.toISOString() })), next };
}

function oneMore<Filter extends Page>(filter: Filter): Filter {
  return { ...filter, limit: filter.limit + 1 };
}

function cut<Key extends string, Row extends Record<Key, string>>(
  found: readonly Row[],
  { limit }: Page,
  key: Key,
): { rows: Row[]; next: string | null } {
  const rows = found.slice(0, limit);
  return { rows, next: found.length > limit ? (rows.at(-1)?.[key] ?? null) : null };
}

import { z } from 'zod';
import { DeadlineError, withDeadline } from '#server/process.ts';
import type { SessionTable } from '../sessions/session-table.ts';
import type { Source } from '../sessions/source.ts';
import { MtprotoError } from '../telegram/mtproto-failure.ts';
import { explainFailure } from './explain-failure.ts';
import { GatewayProblem } from './problem.ts';

/** The accounts held here, as far as questions about one of them need to know. */
export type HeldAccounts = Pick<SessionTable, 'source' | 'reason'>;

/** Which account is asked about, and whose it has to be. */
export const askedAccountSchema = z.object({
  accountId: z.string().regex(/^[1-9]\d{0,18}$/, 'must be the id of an account'),
  viewerId: z.string().regex(/^[1-9]\d{0,18}$/, 'must be a Telegram user id'),
});
export type AskedAccount = z.infer<typeof askedAccountSchema>;

/** One answer may take so long in all: a long list is several calls. */
const deadlineMs = 20_000;

/**
 * Does `work` with an account of a viewer while they wait. The process that asks has found out whose account it is; it is
 * checked here again, and an account of somebody else looks like one that is held elsewhere.
 */
export async function withAccount<T>(
  accounts: HeldAccounts,
  asked: AskedAccount,
  work: (source: Source) => Promise<T>,
): Promise<T> {
  const source = accounts.source(asked.accountId);
  if (source === null) {
    throw new GatewayProblem('no-session', { reason: accounts.reason(asked.accountId) ?? 'held-elsewhere' });
  }
  if (source.viewerId !== asked.viewerId)
    throw new GatewayProblem('no-session', { reason: 'held-elsewhere' });
  const working = work(source);
  // When the deadline comes first, the failure that follows it is nobody's any more.
  working.catch(() => undefined);
  try {
    return await withDeadline(working, deadlineMs, 'account');
  } catch (error) {
    throw error instanceof MtprotoError || error instanceof DeadlineError ? explain(error) : error;
  }
}

function explain(error: MtprotoError | DeadlineError): unknown {
  const isProtected = error instanceof MtprotoError && error.failure.kind === 'reset-forbidden';
  return isProtected
    ? new GatewayProblem('sessions-protected', { reason: error.failure.code }, error)
    : explainFailure(error);
}

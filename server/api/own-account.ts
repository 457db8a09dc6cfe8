import type { SessionInfo } from '#contract/account.ts';
import type { AccountAnswer, AccountOfViewer } from '#server/gateway-client/account-answers.ts';
import { loadViewerAccount } from '#server/reports/load-viewer-account.ts';
import type { ApiContext } from './context.ts';
import { RequestProblem } from './request-problem.ts';

/** The account of a viewer, or the problem `no-account`: one of somebody else looks like one that is not there. */
export async function findOwnAccount(
  context: ApiContext,
  viewerId: string,
  accountId: string | undefined,
): Promise<SessionInfo> {
  const account = await loadViewerAccount(context.database, viewerId, accountId ?? null);
  if (account === null) throw new RequestProblem('no-account');
  return account;
}

/** Asks the gateway something about a viewer's own account; whatever is no answer becomes a problem. */
export async function askOwnAccount<T>(
  context: ApiContext,
  viewerId: string,
  accountId: string | undefined,
  question: (account: AccountOfViewer) => Promise<AccountAnswer<T>>,
): Promise<T> {
  const account = await findOwnAccount(context, viewerId, accountId);
  if (account.state !== 'active') {
    const isFrozen = account.state === 'frozen' || frozenReasons.has(account.reason ?? '');
    throw new RequestProblem(isFrozen ? 'account-frozen' : 'account-lost', {
      reason: account.reason ?? account.state,
    });
  }
  const answer = await question({ accountId: account.account_id, viewerId });
  if (answer.kind === 'answer') return answer.value;
  throw toProblem(answer, account);
}

/** What the gateway's codes mean to the owner of an account. */
function toProblem(
  answer: Exclude<AccountAnswer<unknown>, { kind: 'answer' }>,
  account: SessionInfo,
): RequestProblem {
  if (answer.kind === 'unreachable') {
    return new RequestProblem('account-unavailable', { reason: account.reason ?? 'gateway-unreachable' });
  }
  const reason = answer.reason === null ? {} : { reason: answer.reason };
  const patience = answer.retryAfterSeconds === null ? {} : { retryAfterSeconds: answer.retryAfterSeconds };
  switch (answer.code) {
    case 'no-session':
      if (frozenReasons.has(answer.reason ?? '')) return new RequestProblem('account-frozen', reason);
      return lostReasons.has(answer.reason ?? '')
        ? new RequestProblem('account-lost', reason)
        : new RequestProblem('account-unavailable', reason);
    case 'chat-unknown':
    case 'channel-unknown':
    case 'channel-private':
      return new RequestProblem('chat-not-found');
    case 'sessions-protected':
      return new RequestProblem('sessions-protected', reason);
    case 'flood-wait':
      return new RequestProblem('flood-wait', { ...reason, ...patience });
    case 'temporarily-unavailable':
      return new RequestProblem('temporarily-unavailable', patience);
    default:
      return new RequestProblem('telegram-trouble', reason);
  }
}

/** With these Telegram has frozen it: it is kept, and asked again. */
const frozenReasons: ReadonlySet<string> = new Set([
  ...['frozen', 'FROZEN_METHOD_INVALID', 'FROZEN_PARTICIPANT_MISSING'],
]);

/** With these the account does not come back by itself. */
const lostReasons: ReadonlySet<string> = new Set([
  ...['session-dead', 'ended'],
  ...[
    'AUTH_KEY_UNREGISTERED',
    'AUTH_KEY_INVALID',
    'AUTH_KEY_DUPLICATED',
    'SESSION_REVOKED',
    'SESSION_EXPIRED',
  ],
  ...['USER_DEACTIVATED', 'USER_DEACTIVATED_BAN'],
]);

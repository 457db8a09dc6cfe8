import type { SealContext } from './seal-record.ts';

/** What the sealed session of an account belongs to (`accounts.session`). */
export function sessionContext(account: {
  accountId: string;
  kind: string;
  /** null: the operator's account or the bot's. */
  viewerId: string | null;
}): SealContext {
  const { accountId, kind, viewerId } = account;
  return { table: 'accounts', row: accountId, owner: viewerId ?? kind, purpose: 'session' };
}

/** What the sealed state of a login belongs to (`login_flows.state`). */
export function loginContext(flow: {
  flowId: string;
  /** null: the operator logs in at a terminal. */
  viewerId: string | null;
}): SealContext {
  return { table: 'login_flows', row: flow.flowId, owner: flow.viewerId ?? 'operator', purpose: 'login' };
}

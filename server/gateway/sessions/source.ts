/**
 * Sessions: this gateway's share of the accounts. One table takes leases, opens what is sealed, keeps a connection for
 * each account, and gives it up, its sockets first, as soon as the lease is not surely its own any more.
 */
import type { KeptSession } from '../telegram/keep-session.ts';
import type { PacedSession } from '../telegram/paced-session.ts';

export type AccountKind = 'operator' | 'viewer' | 'bot';

/** A session that can be used now, because this gateway holds the lease of its account. */
export interface Source {
  accountId: string;
  kind: AccountKind;
  /** Whose account it is, Telegram user id; null: the operator's or the bot's own. */
  viewerId: string | null;
  /** For collecting, which may wait. */
  session: PacedSession;
  /** For answers a person waits for: a back-fill never uses up their calls. */
  interactive: KeptSession;
  /** Grows with every owner of the lease: what is written for the account is refused under an earlier one. */
  epoch: string;
}

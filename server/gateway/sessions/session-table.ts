import type { Source } from './source.ts';

/** The accounts this gateway holds. */
export interface SessionTable {
  /** null: the account is not held here, or cannot be used now. */
  source(accountId: string): Source | null;
  /** An operator's account that is held here and can be used: the one that was taken first. */
  operator(): Source | null;
  bot(): Source | null;
  /** Every account that can be used here now. */
  sources(): Source[];
  /** Stable code of why an account cannot be used here; null: it can. */
  reason(accountId: string): string | null;
  /**
   * Closes the account's sockets, notes in the database that it is ended, so that no gateway takes it again, and gives
   * the lease up. Nothing happens when it is not held here.
   */
  end(accountId: string): Promise<void>;
  /** Looks for new accounts at once instead of at the next tick. */
  wake(): void;
}

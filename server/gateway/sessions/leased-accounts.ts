import type { Database } from '#server/db/database.ts';
import type { ClaimedAccount } from '#server/db/queries/claim-leases.ts';
import type { Lease } from '#server/db/queries/guard-epoch.ts';
import { releaseLeases } from '#server/db/queries/release-leases.ts';
import { type AccountIdentity, saveAccountIdentity } from '#server/db/queries/save-account-identity.ts';
import { saveAccountState } from '#server/db/queries/save-account-state.ts';
import type { Log } from '#server/log.ts';
import type { GatewayMetrics } from '../gateway-metrics.ts';
import { keepLeases, type LeaseKeeper, type LeaseLoss } from '../lease/keep-leases.ts';
import type { LeasePace } from '../lease/lease-pace.ts';
import type { HeldAccount } from './held-account.ts';

export interface LeasedAccountsSettings {
  database: Database;
  log: Log;
  metrics: GatewayMetrics;
  /** Where this gateway answers: written into the leases. */
  address: string;
  pace: LeasePace;
}

/** The leases of this gateway with what is kept under them. Sockets are closed before a lease is given up, always. */
export interface LeasedAccounts {
  keeper: LeaseKeeper;
  get(accountId: string): HeldAccount | undefined;
  all(): HeldAccount[];
  /** Accounts that must not be taken now: they are held, are being logged in, or have sockets that are being closed. */
  busyIds(): string[];
  /** Whether sockets of leases that were given up may still be open. */
  isClosing(): boolean;
  /** Notes a lease that was just taken, before anything is kept under it. */
  lease(account: ClaimedAccount, askedAt: number): void;
  /** Keeps the account under its lease; false: the lease was lost meanwhile, and the account is closed. */
  add(account: HeldAccount): boolean;
  identify(lease: Lease, identity: AccountIdentity): Promise<Lease | null>;
  /** Closes the sockets, then gives the leases back. */
  release(accounts: readonly HeldAccount[]): Promise<void>;
  /** Gives a lease back under which nothing is kept. */
  releaseLease(lease: Lease): Promise<void>;
  /** Closes the sockets, then notes that the account is over and gives its lease up. */
  settle(account: HeldAccount, state: 'dead' | 'ended', reason: string | null): Promise<void>;
  stop(): Promise<void>;
}

export function createLeasedAccounts(settings: LeasedAccountsSettings): LeasedAccounts {
  const { database, metrics, log } = settings;
  const leased = new Map<string, Lease & { keyId: string | null }>();
  const held = new Map<string, HeldAccount>();
  const closing = new Set<string>();

  const keeper = keepLeases({ database, log, address: settings.address, pace: settings.pace, onLost });

  function onLost(accountId: string, loss: LeaseLoss): void {
    metrics.countLeaseChange('lost');
    log.warn({ accountId, loss }, 'a lease is lost');
    const lease = leased.get(accountId);
    const owner = keeper.owner();
    const account = held.get(accountId);
    leased.delete(accountId);
    void close(accountId, account).then(async () => {
      // Its row is still ours, but the session in it is another one: it is taken anew like any other.
      if (loss === 'key-changed' && lease !== undefined) await giveBack([lease], owner);
    });
  }

  async function close(accountId: string, account: HeldAccount | undefined): Promise<void> {
    held.delete(accountId);
    closing.add(accountId);
    try {
      await account?.stop();
    } finally {
      closing.delete(accountId);
    }
  }

  async function giveBack(leases: readonly Lease[], owner: string): Promise<void> {
    await releaseLeases(database, leases, owner).catch((error: unknown) => {
      // Without a database a lease runs out by itself; a later renewal that finds it gives it back.
      log.warn({ err: error, leases: leases.length }, 'leases could not be given back');
    });
  }

  /** Closes the account; null: its lease was lost before, so that there is nothing to give back. */
  async function closeHeld(account: HeldAccount): Promise<Lease | null> {
    const { accountId } = account.lease();
    if (held.get(accountId) !== account) return null;
    await close(accountId, account);
    const lease = leased.get(accountId) ?? null;
    leased.delete(accountId);
    keeper.forget(accountId);
    return lease;
  }

  return {
    keeper,
    get: (accountId) => held.get(accountId),
    all: () => [...held.values()],
    busyIds: () => [...new Set([...leased.keys(), ...held.keys(), ...closing])],
    isClosing: () => closing.size > 0,
    lease({ accountId, epoch, keyId }, askedAt) {
      leased.set(accountId, { accountId, epoch, keyId });
      keeper.hold({ accountId, epoch, keyId }, askedAt);
      metrics.countLeaseChange('taken');
    },
    add(account) {
      const { accountId, epoch } = account.lease();
      if (leased.get(accountId)?.epoch !== epoch) {
        void account.stop();
        return false;
      }
      held.set(accountId, account);
      return true;
    },
    async identify(lease, identity) {
      const askedAt = performance.now();
      const settled = await database.transaction((connection) =>
        saveAccountIdentity(connection, lease, identity, settings.pace.silenceSeconds),
      );
      if (settled === null || settled.accountId === lease.accountId) return settled;
      const before = leased.get(lease.accountId);
      const account = held.get(lease.accountId);
      if (before === undefined || account === undefined) {
        await giveBack([settled], keeper.owner());
        return null;
      }
      leased.delete(lease.accountId);
      held.delete(lease.accountId);
      keeper.forget(lease.accountId);
      leased.set(settled.accountId, { ...before, ...settled });
      held.set(settled.accountId, account);
      keeper.hold({ ...before, ...settled }, askedAt);
      return settled;
    },
    async release(accounts) {
      const owner = keeper.owner();
      const leases = (await Promise.all(accounts.map(closeHeld))).filter((lease) => lease !== null);
      if (leases.length === 0) return;
      for (const _ of leases) metrics.countLeaseChange('released');
      await giveBack(leases, owner);
    },
    async releaseLease(lease) {
      leased.delete(lease.accountId);
      keeper.forget(lease.accountId);
      metrics.countLeaseChange('released');
      await giveBack([lease], keeper.owner());
    },
    async settle(account, state, reason) {
      const lease = await closeHeld(account);
      if (lease === null) return;
      metrics.countLeaseChange('released');
      await saveAccountState(database, lease, { state, reason });
    },
    stop: () => keeper.stop(),
  };
}

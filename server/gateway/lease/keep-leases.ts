import type { Connection } from '#server/db/connection.ts';
import type { Lease } from '#server/db/queries/guard-epoch.ts';
import { releaseLeases } from '#server/db/queries/release-leases.ts';
import { type RenewedLease, renewLeases } from '#server/db/queries/renew-leases.ts';
import type { Log } from '#server/log.ts';
import { withDeadline } from '#server/process.ts';
import type { LeasePace } from './lease-pace.ts';
import { nameOwner } from './process-owner.ts';

const checkEveryMs = 250;

export interface HeldLease extends Lease {
  /** null: nobody has logged in yet. */
  keyId: string | null;
}

/** Why a lease is not ours any more: another gateway has it, the account has another key now, or nobody knows. */
export type LeaseLoss = 'taken' | 'key-changed' | 'silence';

export interface LeaseKeeper {
  /** The name leases are taken under. It changes when all of them were given up. */
  owner(): string;
  /** Names that leases in the database may still have, though nothing is held under them any more. */
  earlierOwners(): readonly string[];
  /** Keeps a lease that was asked for at `askedAt`, of `performance.now()`. */
  hold(lease: HeldLease, askedAt: number): void;
  /** Stops keeping it: whoever calls gives it back, or has lost it. */
  forget(accountId: string): void;
  stop(): Promise<void>;
}

/**
 * Keeps leases: one statement renews all of them. A lease that turns out to be lost, or could not be renewed for so long
 * that somebody else may soon take it, is forgotten and told to `onLost`, which closes the sockets.
 */
export function keepLeases(settings: {
  database: Connection;
  log: Log;
  address: string;
  pace: LeasePace;
  onLost(accountId: string, loss: LeaseLoss): void;
}): LeaseKeeper {
  const { database, log, address, onLost } = settings;
  const { renewEveryMs, renewAgainMs, renewDeadlineMs, giveUpMs } = settings.pace;
  const held = new Map<string, HeldLease & { renewedAt: number }>();
  const earlier: string[] = [];
  /** Leases that have our name and that nobody here knows of: a release that did not get through. */
  let strays = new Set<string>();
  let owner = nameOwner();
  let isStopped = false;
  let timer: NodeJS.Timeout | undefined;
  let renewing: Promise<void> = Promise.resolve();

  function lose(accountId: string, loss: LeaseLoss): void {
    held.delete(accountId);
    onLost(accountId, loss);
  }

  function giveUpSilent(): void {
    const silent = [...held.values()].filter(({ renewedAt }) => performance.now() - renewedAt > giveUpMs);
    if (silent.length === 0) return;
    log.warn({ leases: silent.length }, 'leases could not be renewed in time: their sessions are closed');
    for (const { accountId } of silent) lose(accountId, 'silence');
    if (held.size > 0) return;
    // What is left in the database under the old name must not be renewed for a session that is closed.
    earlier.push(owner);
    owner = nameOwner();
  }

  async function renew(): Promise<void> {
    const startedAt = performance.now();
    const asked = [...held.values()];
    const name = owner;
    const renewed = await withDeadline(
      renewLeases(database, { owner: name, address }),
      renewDeadlineMs,
      'lease',
    );
    if (name !== owner) return;
    const byAccount = new Map(renewed.map((lease) => [lease.accountId, lease]));
    for (const lease of asked) {
      if (held.get(lease.accountId) !== lease) continue;
      const found = byAccount.get(lease.accountId);
      if (found === undefined || found.epoch !== lease.epoch) lose(lease.accountId, 'taken');
      else if (lease.keyId !== null && found.keyId !== lease.keyId) lose(lease.accountId, 'key-changed');
      else lease.renewedAt = startedAt;
    }
    await returnStrays(renewed);
  }

  /** Only what was a stray the last time too: a lease that is being taken just now is not known here for a moment. */
  async function returnStrays(renewed: readonly RenewedLease[]): Promise<void> {
    const unknown = renewed.filter(({ accountId }) => !held.has(accountId));
    const lost = unknown.filter(({ accountId }) => strays.has(accountId));
    strays = new Set(unknown.map(({ accountId }) => accountId));
    if (lost.length > 0) await releaseLeases(database, lost, owner);
  }

  async function beat(): Promise<void> {
    let nextMs = renewEveryMs;
    try {
      await renew();
    } catch (error) {
      // A database that is away for a moment: what counts is how long ago each last renewal was.
      nextMs = renewAgainMs;
      log.debug({ err: error }, 'leases could not be renewed');
    }
    if (!isStopped) timer = setTimeout(startBeat, nextMs);
  }

  function startBeat(): void {
    renewing = beat();
  }

  startBeat();
  const checking = setInterval(giveUpSilent, checkEveryMs);
  return {
    owner: () => owner,
    earlierOwners: () => earlier,
    hold: (lease, askedAt) => void held.set(lease.accountId, { ...lease, renewedAt: askedAt }),
    forget: (accountId) => void held.delete(accountId),
    async stop() {
      isStopped = true;
      clearTimeout(timer);
      clearInterval(checking);
      await renewing;
    },
  };
}

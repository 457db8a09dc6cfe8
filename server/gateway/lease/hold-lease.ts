import type { Database } from '#server/db/database.ts';
import { findLeaseOwner } from '#server/db/queries/find-lease-owner.ts';
import { releaseLease } from '#server/db/queries/release-lease.ts';
import { renewLease } from '#server/db/queries/renew-lease.ts';
import { type AccountIdentity, saveAccountIdentity } from '#server/db/queries/save-account-identity.ts';
import { type Lease, takeLease } from '#server/db/queries/take-lease.ts';
import { withDeadline } from '#server/process.ts';
import { isKnownDead } from './process-owner.ts';

/** Whoever was silent for this long has lost its lease. */
export const leaseSilenceSeconds = 15;
const heartbeatMs = 5_000;
const renewDeadlineMs = 3_000;
/** An owner that could not renew for this long gives up by itself, well before anybody else may take over. */
const giveUpMs = 10_000;

export interface HeldLease {
  accountId(): string;
  /** Writes down who the account is; false: the same person's session is held elsewhere, so ours must not be used. */
  identify(identity: AccountIdentity): Promise<boolean>;
  /** Resolves when the lease is lost. */
  readonly lost: Promise<void>;
  release(): Promise<void>;
}

/** Takes the lease of a session and keeps it; null: a live other process holds it. */
export async function holdLease(settings: {
  database: Database;
  keyId: string;
  dcId: number;
  owner: string;
  address: string;
}): Promise<HeldLease | null> {
  const { database, owner } = settings;
  const previous = await findLeaseOwner(database, settings.keyId);
  const taken = await takeLease(database, {
    keyId: settings.keyId,
    dcId: settings.dcId,
    owner,
    address: settings.address,
    silenceSeconds: leaseSilenceSeconds,
    deadOwner: previous !== null && isKnownDead(previous) ? previous : null,
  });
  if (taken === null) return null;

  let lease: Lease = taken;
  let renewedAt = performance.now();
  let declareLost: () => void = () => undefined;
  const lost = new Promise<void>((resolve) => {
    declareLost = resolve;
  });

  async function renew(): Promise<void> {
    const startedAt = performance.now();
    try {
      const isOurs = await withDeadline(renewLease(database, lease, owner), renewDeadlineMs, 'lease');
      if (isOurs) renewedAt = startedAt;
      else declareLost();
    } catch {
      // A database that is away for a moment: what counts is how long ago the last renewal was.
      if (performance.now() - renewedAt > giveUpMs) declareLost();
    }
  }

  const heart = setInterval(() => void renew(), heartbeatMs);
  heart.unref();
  return {
    accountId: () => lease.accountId,
    lost,
    async identify(identity) {
      const moved = await database.transaction((connection) =>
        saveAccountIdentity(connection, lease, identity, leaseSilenceSeconds),
      );
      if (moved === null) return false;
      lease = moved;
      return true;
    },
    async release() {
      clearInterval(heart);
      await releaseLease(database, lease, owner).catch(() => {
        // Without a database the lease runs out by itself.
      });
    },
  };
}

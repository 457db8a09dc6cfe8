/**
 * The durable inbox: every update is a row before Telegram hears 200, so nothing it told us is ever lost. The webhook
 * and polling fill it; the consumer takes updates out, one person's in order and different people's in parallel, on as
 * many processes as there are. An update is handled at least once: a crash repeats the one it interrupted.
 */
import type { Database } from '#server/db/database.ts';
import { type ClaimedUpdate, createClaimSession } from './claim-session.ts';
import { finishUpdate, type UpdateEnd } from './finish-update.ts';
import { createGroupCommit } from './group-commit.ts';
import { quarantineBody } from './quarantine-body.ts';
import { storeUpdates } from './store-updates.ts';
import type { InboxUpdate } from './update.ts';

/** What fills the inbox. */
export interface InboxWriter {
  /** Resolves when the update is committed, or was there already. */
  store(update: InboxUpdate): Promise<void>;
  storeAll(updates: readonly InboxUpdate[]): Promise<void>;
  /** Keeps a body that is no update. */
  quarantine(body: Buffer, problem: string): Promise<void>;
}

/** What takes updates out. */
export interface InboxReader {
  claim(limit: number): Promise<ClaimedUpdate[]>;
  finish(updateId: string, end: UpdateEnd): Promise<void>;
  release(queueKey: string): Promise<void>;
  /** Calls back when there may be something to claim. One listener; the last one counts. */
  onWake(listener: () => void): void;
  close(): void;
}

export function createInboxWriter(database: Database, now: () => Date): InboxWriter {
  return {
    store: createGroupCommit<InboxUpdate>((updates) => storeUpdates(database, updates, now())),
    async storeAll(updates) {
      await storeUpdates(database, updates, now());
    },
    quarantine: (body, problem) => quarantineBody(database, body, problem, now()),
  };
}

export function createInboxReader(database: Database, now: () => Date): InboxReader {
  let wake: () => void = () => {};
  const session = createClaimSession(database.pool, () => wake());
  return {
    claim: session.claim,
    release: session.release,
    close: session.close,
    finish: (updateId, end) => finishUpdate(database, updateId, end, now()),
    onWake(listener) {
      wake = listener;
    },
  };
}

import type pg from 'pg';
import { advisoryLocks } from '#server/db/advisory-locks.ts';
import { wakeChannel } from './store-updates.ts';

/** An update that this process alone may handle until it releases the queue key. */
export interface ClaimedUpdate {
  updateId: string;
  queueKey: string;
  payload: string;
  /** Which attempt this is, from 1; it was counted before the work, so that a crash counts too. */
  attempt: number;
}

export interface ClaimSession {
  /** Claims the oldest waiting updates of up to `limit` queues that nobody works on; one claim at a time. */
  claim(limit: number): Promise<ClaimedUpdate[]>;
  /** Lets everybody work on this queue again. */
  release(queueKey: string): Promise<void>;
  close(): void;
}

const lockClass = advisoryLocks.inboxQueue;

/** The oldest waiting queues without ours; the LIMIT of the outer query stops asking for locks when there are enough. */
const lockQueues = `
  WITH candidates AS MATERIALIZED (
    SELECT queue_key, min(update_id) AS head
    FROM updates_inbox
    WHERE state = 'waiting' AND queue_key <> ALL ($1::text[])
    GROUP BY queue_key
    ORDER BY head
    LIMIT 256
  )
  SELECT queue_key FROM candidates WHERE pg_try_advisory_lock(${lockClass}, hashtext(queue_key)) LIMIT $2`;

/** Runs after the locks are held, with a snapshot of its own: what the last holder finished is seen as finished. */
const takeHeads = `
  UPDATE updates_inbox SET attempts = attempts + 1
  WHERE state = 'waiting' AND update_id IN (
    SELECT min(update_id) FROM updates_inbox
    WHERE state = 'waiting' AND queue_key = ANY ($1::text[])
    GROUP BY queue_key
  )
  RETURNING update_id, queue_key, payload, attempts`;

/**
 * Claims updates so that one queue key is worked on by one process at a time, in the order of `update_id`, and
 * different people in parallel. A queue is claimed by a session-level advisory lock, all on one connection: locking
 * rows instead would let an earlier update that arrives late run beside a later one, or hold a transaction open during
 * calls to Telegram. When the process dies its connection ends, and with it every claim, at once.
 */
export function createClaimSession(pool: pg.Pool, onWake: () => void): ClaimSession {
  const claimed = new Set<string>();
  let connection: Promise<pg.PoolClient> | null = null;
  const dropped = new WeakSet<pg.PoolClient>();
  let last: Promise<unknown> = Promise.resolve();
  let isClosed = false;

  function connect(): Promise<pg.PoolClient> {
    if (isClosed) return Promise.reject(new Error('the inbox is closed'));
    connection ??= open().catch((error: unknown) => {
      connection = null;
      throw error;
    });
    return connection;
  }

  async function open(): Promise<pg.PoolClient> {
    const client = await pool.connect();
    client.on('error', () => drop(client));
    client.on('notification', onWake);
    try {
      await client.query(`LISTEN ${wakeChannel}`);
    } catch (error) {
      client.release(true);
      throw error;
    }
    return client;
  }

  /** A connection in an unknown state is closed: the server frees its locks, and the next question opens another. */
  function drop(client: pg.PoolClient): void {
    if (dropped.has(client)) return;
    dropped.add(client);
    connection = null;
    client.release(true);
  }

  /** One question after another: a connection answers one at a time. */
  function query<Row extends pg.QueryResultRow>(sql: string, values: unknown[]): Promise<Row[]> {
    const answer = last.then(() => ask<Row>(sql, values));
    last = answer.catch(() => {
      // The asker hears of it; the next question has a connection of its own.
    });
    return answer;
  }

  async function ask<Row extends pg.QueryResultRow>(sql: string, values: unknown[]): Promise<Row[]> {
    const client = await connect();
    try {
      return (await client.query<Row>(sql, values)).rows;
    } catch (error) {
      drop(client);
      throw error;
    }
  }

  async function release(queueKey: string): Promise<void> {
    claimed.delete(queueKey);
    await query('SELECT pg_advisory_unlock($1, hashtext($2))', [lockClass, queueKey]);
  }

  return {
    release,
    async claim(limit) {
      const locked = await query<{ queue_key: string }>(lockQueues, [[...claimed], limit]);
      if (locked.length === 0) return [];
      const keys = locked.map((row) => row.queue_key);
      const rows = await query<{
        update_id: string;
        queue_key: string;
        payload: string;
        attempts: number;
      }>(takeHeads, [keys]);
      for (const row of rows) claimed.add(row.queue_key);
      for (const key of keys) if (!claimed.has(key)) await release(key);
      return rows.map((row) => ({
        updateId: row.update_id,
        queueKey: row.queue_key,
        payload: row.payload,
        attempt: row.attempts,
      }));
    },
    close() {
      isClosed = true;
      void connection?.then(drop, () => {
        // It never opened, so there is nothing to close.
      });
    },
  };
}

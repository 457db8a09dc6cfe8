import type { Connection } from '#server/db/connection.ts';
import { type AttemptSubject, countAuthAttempts } from '#server/db/queries/count-auth-attempts.ts';
import { countRefusedBegins } from '#server/db/queries/count-refused-begins.ts';
import { lockLoginCounters } from '#server/db/queries/lock-login-counters.ts';

/** A day of 24 hours that slides. */
const dayMs = 86_400_000;

/** What is counted: logins that begin by person and address, codes that are sent by number. */
export const limits = {
  flowsPerViewer: 5,
  /** The terminal is the operator's own; a script that goes wild there still must not. */
  flowsPerOperator: 20,
  flowsPerAddress: 20,
  codesPerNumber: 3,
} as const;

/** Whoever wants to log in, as far as they are counted. */
export interface Counted {
  viewerId: string | null;
  ip: string | null;
  /** null: nothing is sent to a number. */
  numberHash: Buffer | null;
}

/**
 * Whether a login may begin. Call it in the transaction that then saves the attempt: until it ends nobody else counts
 * the same person, number or address, in any process. Returns the seconds until there is room, 0: there is.
 */
export async function secondsUntilBegin(connection: Connection, who: Counted, now: Date): Promise<number> {
  const { viewerId, ip, numberHash } = who;
  await lockLoginCounters(connection, [
    `viewer:${viewerId ?? 'operator'}`,
    ...(ip === null ? [] : [`ip:${ip}`]),
    ...(numberHash === null ? [] : [`number:${numberHash.toString('hex')}`]),
  ]);
  const most = viewerId === null ? limits.flowsPerOperator : limits.flowsPerViewer;
  const waits = [await secondsUntil(connection, { viewerId }, 'begin', most, now)];
  if (ip !== null) waits.push(await secondsUntil(connection, { ip }, 'begin', limits.flowsPerAddress, now));
  if (numberHash !== null) waits.push(await secondsUntilNumber(connection, numberHash, now));
  return Math.max(...waits);
}

/** So many refused beginnings of a person are recorded in a day; more would only fill the table. */
const mostRefusalsRecorded = 20;

/** Whether one more refused beginning belongs into the record. Call it where {@link secondsUntilBegin} was called. */
export async function isRefusalRecorded(
  connection: Connection,
  viewerId: string | null,
  now: Date,
): Promise<boolean> {
  const since = new Date(now.getTime() - dayMs);
  const refusals = await countRefusedBegins(connection, { viewerId, since, most: mostRefusalsRecorded });
  return refusals < mostRefusalsRecorded;
}

/** Whether one more code may be sent to a number, under the same rules. */
export async function secondsUntilCode(
  connection: Connection,
  numberHash: Buffer,
  now: Date,
): Promise<number> {
  await lockLoginCounters(connection, [`number:${numberHash.toString('hex')}`]);
  return secondsUntilNumber(connection, numberHash, now);
}

function secondsUntilNumber(connection: Connection, numberHash: Buffer, now: Date): Promise<number> {
  return secondsUntil(connection, { numberHash }, 'send-code', limits.codesPerNumber, now);
}

async function secondsUntil(
  connection: Connection,
  subject: AttemptSubject,
  step: string,
  most: number,
  now: Date,
): Promise<number> {
  const since = new Date(now.getTime() - dayMs);
  const { count, blockingAt } = await countAuthAttempts(connection, { step, subject, since, most });
  if (count < most || blockingAt === null) return 0;
  return Math.max(Math.ceil((blockingAt.getTime() + dayMs - now.getTime()) / 1_000), 1);
}

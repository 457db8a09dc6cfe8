import type { Connection } from '#server/db/connection.ts';
import { wipeEndedSessions } from '#server/db/queries/wipe-ended-sessions.ts';
import { wipeLoginFlows } from '#server/db/queries/wipe-login-flows.ts';
import type { Log } from '#server/log.ts';

const sweepMs = 60_000;
/** A flow that ended is known for so long, for whoever looks into what happened. */
const keptMs = 24 * 60 * 60_000;

/** Wipes what logins that ran out knew, once a minute. Several gateways may do it at a time. */
export function startSweeping(settings: { database: Connection; log: Log; now(): Date }): { stop(): void } {
  const { database, log, now } = settings;
  const timer = setInterval(() => {
    sweepFlows(database, now()).catch((error: unknown) => {
      log.error({ err: error }, 'logins that ran out could not be wiped');
    });
  }, sweepMs);
  timer.unref();
  return { stop: () => clearInterval(timer) };
}

/** Wipes what ran out by `now`, and sessions whose ending was cut off; returns how many logins that were. */
export async function sweepFlows(database: Connection, now: Date): Promise<number> {
  await wipeEndedSessions(database, new Date(now.getTime() - sweepMs));
  return wipeLoginFlows(database, { now, forgetBefore: new Date(now.getTime() - keptMs) });
}

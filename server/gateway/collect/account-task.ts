import { z } from 'zod';
import { type ChannelId, channelIdSchema } from '#contract/channel-id.ts';
import type { Connection } from '#server/db/connection.ts';
import { StaleLeaseError } from '#server/db/queries/guard-epoch.ts';
import { loadSchedule, type Schedule } from '#server/db/queries/load-schedule.ts';
import type { Task } from '#server/jobs/create-worker.ts';
import type { Source } from '../sessions/source.ts';
import { MtprotoError } from '../telegram/mtproto-failure.ts';
import type { CollectDependencies, CollectSettings } from './collect-dependencies.ts';
import { type FailedJob, handleFailure } from './handle-failure.ts';

/** One job with the account that does it. */
export interface AccountJob {
  source: Source;
  dependencies: CollectDependencies;
  schedule: Schedule;
  signal: AbortSignal;
}

export interface AccountWork {
  /** Reads and saves. `again`: the same job has more to do and makes way for others first. */
  work(job: AccountJob): Promise<'again' | 'done'>;
  /** Adds the same job again. */
  putOff(
    connection: Connection,
    job: { channelId: ChannelId; accountId: string },
    runAt: Date,
  ): Promise<void>;
}

/** Jobs of an older version name no account: then it is the one that reads the channel. */
const payloadSchema = z.object({
  channelId: channelIdSchema,
  accountId: z.string().regex(/^\d+$/).optional(),
});

/** A gateway that is about to hold the account needs a moment. */
const sourceRetryMs = 2_000;

/**
 * Creates a task that reads one channel through the account its job names. A job whose channel went to another source
 * does nothing; one whose account is not held here comes again soon, which is no attempt; what fails is settled by
 * {@link handleFailure}.
 */
export function createAccountTask(settings: CollectSettings, { work, putOff }: AccountWork): Task {
  return async (payload, context) => {
    const { channelId, accountId: named } = payloadSchema.parse(payload);
    const schedule = await loadSchedule(settings.database, channelId);
    const accountId = named ?? schedule?.accountId ?? null;
    if (schedule === null || accountId === null || schedule.accountId !== accountId) return;
    const again = (connection: Connection, runAt: Date): Promise<void> =>
      putOff(connection, { channelId, accountId }, runAt);
    const source = settings.sourceOf(accountId);
    if (source === null) {
      await again(settings.database, new Date(settings.now().getTime() + sourceRetryMs));
      return;
    }
    const { database, log, now, random } = settings;
    const dependencies = { database, log, now, random, accountId, session: source.session };
    try {
      const end = await work({ source, dependencies, schedule, signal: context.signal });
      if (end === 'again') await again(database, now());
    } catch (error) {
      await settle(error, { channelId, accountId, source, context, putOff: again }).catch(
        (later: unknown) => {
          if (!isOvertaken(later)) throw later;
          return again(database, new Date(now().getTime() + sourceRetryMs));
        },
      );
    }
  };

  async function settle(error: unknown, job: FailedJob): Promise<void> {
    if (isOvertaken(error)) throw error;
    await handleFailure(settings, error, job);
  }
}

/** The account went to another gateway in the middle: nothing was written, and it is nobody's attempt. */
function isOvertaken(error: unknown): boolean {
  if (error instanceof MtprotoError) return error.failure.code === 'stopped';
  return error instanceof StaleLeaseError;
}

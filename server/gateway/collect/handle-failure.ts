import type { ChannelId } from '#contract/channel-id.ts';
import { planChannels, readerOf } from '#server/actions/plan-channels.ts';
import type { Connection } from '#server/db/connection.ts';
import { jobPriority } from '#server/db/queries/add-job.ts';
import { failHistory } from '#server/db/queries/fail-history.ts';
import { forgetAccessHash } from '#server/db/queries/forget-access-hash.ts';
import { saveChannelRefusal } from '#server/db/queries/save-channel-refusal.ts';
import { saveChannelState } from '#server/db/queries/save-channel-state.ts';
import { scheduleNextSync } from '#server/db/queries/schedule-next-sync.ts';
import type { JobContext } from '#server/jobs/create-worker.ts';
import type { Source } from '../sessions/source.ts';
import { MtprotoError } from '../telegram/mtproto-failure.ts';
import type { CollectSettings } from './collect-dependencies.ts';
import { type AfterFailure, planAfterFailure } from './plan-after-failure.ts';

/** The job whose call failed; `putOff` adds it again for later. */
export interface FailedJob {
  channelId: ChannelId;
  accountId: string;
  /** Under whose lease it was made: what is noted about the account is refused once that is over. */
  source: Source;
  context: JobContext;
  putOff(connection: Connection, runAt: Date): Promise<void>;
}

/** An unreachable channel is looked at again after this, not at every tick. */
const slowProbeMs = 6 * 3_600_000;

/**
 * Does what {@link planAfterFailure} says about an error of a task. Rethrows what the queue is to try again, and every
 * error that is not Telegram's.
 */
export async function handleFailure(
  settings: CollectSettings,
  error: unknown,
  job: FailedJob,
): Promise<void> {
  if (!(error instanceof MtprotoError)) throw error;
  const { database, log } = settings;
  const { channelId, accountId, context } = job;
  const now = settings.now();
  const plan = planAfterFailure(error.failure, now.getTime(), settings.random());
  const { kind, code } = error.failure;
  log.info(
    { channelId, method: error.method, failure: kind, reason: code, plan: plan.kind },
    'a call failed',
  );
  if (plan.kind === 'later') {
    await job.putOff(database, new Date(plan.runAt));
  } else if (plan.kind === 'hand-over') {
    await handOver(settings, plan, job, now);
  } else if (plan.kind === 'resolve-again') {
    await forgetAccessHash(database, accountId, channelId);
    await job.putOff(database, now);
  } else if (plan.kind === 'give-up') {
    await giveUp(settings, plan, job, now);
  } else {
    if (context.attempt >= context.maxAttempts) {
      await failHistory(database, channelId, code, now);
    }
    throw error;
  }
}

/** Another account takes the channel with its jobs; without one, this job waits for its own account. */
async function handOver(
  { database, log }: CollectSettings,
  { until, runAt }: Extract<AfterFailure, { kind: 'hand-over' }>,
  { channelId, accountId, putOff }: FailedJob,
  now: Date,
): Promise<void> {
  await database.transaction(async (connection) => {
    const trouble = { accountId, pausedUntil: until === null ? null : new Date(until) };
    const [planned] = await planChannels(connection, [channelId], {
      now,
      priority: jobPriority.channel,
      trouble,
    });
    if (planned?.isMoved === true) log.info({ channelId, accountId, source: planned.choice }, 'handed over');
    else await putOff(connection, new Date(runAt));
  });
}

/** Where this account alone is refused, another one may be let in. */
async function giveUp(
  { write, log }: CollectSettings,
  { state, code, isForAll }: Extract<AfterFailure, { kind: 'give-up' }>,
  { channelId, accountId, source }: FailedJob,
  now: Date,
): Promise<void> {
  await write(source, async (connection) => {
    if (!isForAll) {
      await saveChannelRefusal(connection, { accountId, channelId, code, refusedAt: now });
      const [planned] = await planChannels(connection, [channelId], { now, priority: jobPriority.channel });
      if (planned !== undefined && readerOf(planned.choice) !== null) {
        log.info({ channelId, accountId, source: planned.choice }, 'handed over');
        return;
      }
    }
    await saveChannelState(connection, channelId, state);
    await failHistory(connection, channelId, code, now);
    const nextDueAt = new Date(now.getTime() + slowProbeMs);
    await scheduleNextSync(connection, channelId, { nextDueAt, syncedAt: null, now });
  });
}

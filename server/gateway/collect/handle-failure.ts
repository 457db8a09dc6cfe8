import type { ChannelId } from '#contract/channel-id.ts';
import type { Connection } from '#server/db/connection.ts';
import { failHistory } from '#server/db/queries/fail-history.ts';
import { saveChannelState } from '#server/db/queries/save-channel-state.ts';
import { scheduleNextSync } from '#server/db/queries/schedule-next-sync.ts';
import type { JobContext } from '#server/jobs/create-worker.ts';
import { MtprotoError } from '../telegram/mtproto-failure.ts';
import type { CollectDependencies } from './collect-dependencies.ts';
import { forgetPeer } from './obtain-peer.ts';
import { planAfterFailure } from './plan-after-failure.ts';

/** An unreachable channel is looked at again after this, not at every tick. */
const slowProbeMs = 6 * 3_600_000;

/**
 * Does what {@link planAfterFailure} says about an error of a task; `putOff` adds the same job again for later. Rethrows
 * what the queue is to try again, and every error that is not Telegram's.
 */
export async function handleFailure(
  dependencies: CollectDependencies,
  error: unknown,
  job: {
    channelId: ChannelId;
    context: JobContext;
    putOff(connection: Connection, runAt: Date): Promise<void>;
  },
): Promise<void> {
  if (!(error instanceof MtprotoError)) throw error;
  const { database, log } = dependencies;
  const { channelId, context } = job;
  const now = dependencies.now();
  const plan = planAfterFailure(error.failure, now.getTime(), dependencies.random());
  const { kind, code } = error.failure;
  log.info(
    { channelId, method: error.method, failure: kind, reason: code, plan: plan.kind },
    'a call failed',
  );
  if (plan.kind === 'later') {
    await job.putOff(database, new Date(plan.runAt));
  } else if (plan.kind === 'resolve-again') {
    await forgetPeer(dependencies, channelId);
    await job.putOff(database, now);
  } else if (plan.kind === 'give-up') {
    await database.transaction(async (connection) => {
      await saveChannelState(connection, channelId, plan.state);
      await failHistory(connection, channelId, plan.code, now);
      const nextDueAt = new Date(now.getTime() + slowProbeMs);
      await scheduleNextSync(connection, channelId, { nextDueAt, syncedAt: null, now });
    });
  } else {
    if (context.attempt >= context.maxAttempts) {
      await failHistory(database, channelId, code, now);
    }
    throw error;
  }
}

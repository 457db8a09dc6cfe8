import type { ChannelId } from '#contract/channel-id.ts';
import { addHistoryJob } from '#server/db/queries/add-history-job.ts';
import { findNewestMessageId } from '#server/db/queries/find-newest-message-id.ts';
import { saveHistoryProgress } from '#server/db/queries/save-history-progress.ts';
import type { Task } from '#server/jobs/create-worker.ts';
import type { Source } from '../sessions/source.ts';
import { type HistoryPage, historyPageSize } from '../telegram/fetch-history.ts';
import { createAccountTask } from './account-task.ts';
import type { CollectSettings } from './collect-dependencies.ts';
import { createMessageRoute, type MessageRoute } from './message-route.ts';
import { obtainPeer } from './obtain-peer.ts';
import { type NextStep, planAfterPage, type ReadingState } from './plan-after-page.ts';
import { savePages } from './save-pages.ts';

/**
 * How long one job reads before it makes way: jobs of an account run one after another, and somebody who waits for
 * fresh figures goes before a history of an hour.
 */
const sliceMs = 4_000;

/** A history that is being read, and through what. */
interface Reading {
  channelId: ChannelId;
  source: Source;
  route: MessageRoute;
}

/**
 * Creates the task `read-history`: reads a channel's history from where it stands to its first message, page by page.
 * A page and the progress it makes are one transaction, so a reader killed anywhere goes on at the same place and ends
 * with the same rows. While a page is saved the next one is on its way.
 */
export function createReadHistory(settings: CollectSettings): Task {
  return createAccountTask(settings, {
    async work({ source, dependencies, schedule, signal }) {
      const { channelId, historyState } = schedule;
      if (historyState === 'complete' || historyState === 'failed') return 'done';
      const peer = await obtainPeer(dependencies, channelId);
      const known = await findNewestMessageId(settings.database, channelId);
      const reader = { kind: source.kind, session: source.session.at('backfill') };
      const route = createMessageRoute(reader, peer, { known, random: settings.random });
      const start = { read: schedule.historyRead, offsetId: schedule.historyOffsetId };
      const end = await readPages(settings, { channelId, source, route }, start, signal);
      if (end === 'reading') return 'again';
      settings.log.info({ channelId, end }, 'history read');
      return 'done';
    },
    putOff: (connection, job, runAt) => addHistoryJob(connection, { ...job, runAt }),
  });
}

/** Reads until the first message, the end of the slice or of the process, or until somebody else is found reading. */
async function readPages(
  settings: CollectSettings,
  reading: Reading,
  start: ReadingState,
  signal: AbortSignal,
): Promise<'reading' | 'complete' | 'overtaken'> {
  const sliceEndsAt = performance.now() + sliceMs;
  let before = start;
  let arriving = fetchPage(settings, reading, before);
  for (;;) {
    const { page, capturedAt } = await arriving;
    const step = planAfterPage(before, page, historyPageSize);
    const isSliceOver = signal.aborted || performance.now() >= sliceEndsAt;
    const goesOn = step.state === 'reading' && !isSliceOver;
    if (goesOn) arriving = fetchPage(settings, reading, step);
    // The failure of a page that is on its way is met when the loop awaits it, also if saving fails first.
    arriving.catch(() => undefined);
    const isOurs = await saveStep(settings, reading, before, step, page, capturedAt);
    if (!isOurs) return 'overtaken';
    if (!goesOn) return step.state;
    before = step;
  }
}

async function fetchPage(
  { log, now }: CollectSettings,
  { channelId, route }: Reading,
  state: ReadingState,
): Promise<{ page: HistoryPage; capturedAt: Date }> {
  const page = await route.below(state);
  if (page.unreadable.length > 0) {
    log.warn({ channelId, messages: page.unreadable }, 'messages could not be read');
  }
  return { page, capturedAt: now() };
}

/** False: the progress was not where we thought, so another reader is at work, and nothing of ours was saved. */
function saveStep(
  settings: CollectSettings,
  { channelId, source }: Reading,
  before: ReadingState,
  step: NextStep,
  page: HistoryPage,
  capturedAt: Date,
): Promise<boolean> {
  return settings.write(source, async (connection) => {
    const isOurs = await saveHistoryProgress(connection, channelId, before.offsetId, step, capturedAt);
    if (isOurs) await savePages(connection, channelId, [page], capturedAt);
    return isOurs;
  });
}

import { setTimeout as sleep } from 'node:timers/promises';
import type { ChannelId } from '#contract/channel-id.ts';
import { loadHistory } from '#server/reports/load-history.ts';
import { historyLine } from './channels.ts';
import type { CommandContext } from './command.ts';
import { CommandError } from './command-error.ts';

export interface WaitTimes {
  pollMs: number;
  /** How long nothing may move: a flood wait of an ordinary length is shorter. */
  stallMs: number;
}

const usual: WaitTimes = { pollMs: 300, stallMs: 300_000 };

/**
 * Waits until the history is read, as far as there is an account to read it, and the newest posts and subscribers are
 * read once. Says each step on standard error.
 * Throws a sentence when the reading fails or nothing moves for a long time.
 */
export async function waitForHistory(
  { database, progress }: Pick<CommandContext, 'database' | 'progress'>,
  channelId: ChannelId,
  times: WaitTimes = usual,
): Promise<void> {
  let said = '';
  let movedAt = performance.now();
  for (;;) {
    const { history, syncedAt } = await loadHistory(database, channelId);
    const line = historyLine(history);
    if (line !== said) {
      progress(line);
      said = line;
      movedAt = performance.now();
    }
    if (history.kind === 'failed') throw new CommandError(`The history cannot be read: ${history.code}.`);
    const isOver = history.kind === 'complete' || history.kind === 'needs-account';
    if (isOver && syncedAt !== null) return;
    if (performance.now() - movedAt > times.stallMs) {
      const seconds = Math.floor(times.stallMs / 1_000);
      throw new CommandError(`Nothing moved for ${seconds} seconds (${line}): does the gateway run?`);
    }
    await sleep(times.pollMs);
  }
}

import type { HistoryState } from '#contract/channel.ts';
import { loadCollectedList } from '#server/reports/load-collected-list.ts';
import type { ProductCommand } from './command.ts';

/** Every channel that is collected here. */
export const channels: ProductCommand = {
  usage: 'channels',
  summary: 'list the channels that are collected, and how far their history is read',
  positionals: 0,
  async run({ database }) {
    const collected = await loadCollectedList(database);
    return {
      json: { channels: collected },
      lines:
        collected.length === 0
          ? ['No channel is collected yet: track @channel begins.']
          : collected.map(({ channelId, title, username, history, state }) =>
              [channelId, username === null ? '-' : `@${username}`, title, state, historyLine(history)].join(
                '  ',
              ),
            ),
    };
  },
};

/** "1200 of 1941 messages read": how far a history is, in words. */
export function historyLine(history: HistoryState): string {
  switch (history.kind) {
    case 'queued':
      return 'its history waits to be read';
    case 'reading':
      return `${history.read} of ${history.total ?? '?'} messages read`;
    case 'complete':
      return `all ${history.read} messages read`;
    case 'needs-account':
      return 'its posts wait for a connected account';
    case 'failed':
      return `stopped after ${history.read} messages: ${history.code}`;
  }
}

import { parseChannelName } from '#server/actions/parse-channel-name.ts';
import { findChannel } from '#server/reports/find-channel.ts';
import { loadAudit } from '#server/reports/load-audit.ts';
import type { ProductCommand } from './command.ts';
import { CommandError } from './command-error.ts';

/** Totals over everything stored of a channel; docs/metrics.md says what each key means. */
export const audit: ProductCommand = {
  usage: 'audit @channel',
  summary: 'add up everything stored of a channel, for anyone who wants to check',
  positionals: 1,
  async run({ database }, { positionals: [given = ''] }) {
    const reference = /^\d+$/.test(given) ? null : parseChannelName(given);
    if (reference !== null && reference.kind !== 'name') {
      throw new CommandError(`"${given}" does not name a channel: write @name, a t.me link or a channel id.`);
    }
    const channelId = await findChannel(database, reference?.name ?? given);
    const totals = channelId === null ? null : await loadAudit(database, channelId);
    if (totals === null) {
      throw new CommandError(`Nothing is stored of ${given}: track it first.`);
    }
    return {
      json: totals,
      lines: Object.entries(totals).map(([key, value]) => `${key}: ${JSON.stringify(value)}`),
    };
  },
};

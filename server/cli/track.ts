import type { ChannelReport } from '#contract/channel.ts';
import { type TrackOutcome, trackChannel } from '#server/actions/track-channel.ts';
import { createGatewayClient } from '#server/gateway-client/create-gateway-client.ts';
import { loadChannelReport } from '#server/reports/load-channel-report.ts';
import { loadHistory } from '#server/reports/load-history.ts';
import { findChannel } from '#server/telegram-bot-api/find-channel.ts';
import { historyLine } from './channels.ts';
import type { CommandContext, CommandResult, ProductCommand } from './command.ts';
import { CommandError } from './command-error.ts';
import { waitForHistory } from './wait-for-history.ts';
import { withBotApi } from './with-bot-api.ts';

/**
 * Has a channel collected, as the bot does when somebody asks for it. The operator at the terminal is no viewer, so
 * nobody's list gets longer: the schedule alone makes the channel collected.
 */
export const track: ProductCommand = {
  usage: 'track @channel [--all] [--wait]',
  summary: 'collect a channel: its history now, its news from now on',
  options: {
    all: { summary: 'report on the whole history instead of the last 30 days' },
    wait: { summary: 'wait until the history is read, saying how far it is' },
  },
  positionals: 1,
  async run(context, { positionals: [name = ''], flags }) {
    const outcome = await ask(context, name);
    if (outcome.kind !== 'tracked') throw new CommandError(refusal(outcome, name));
    const { channelId } = outcome;
    const { database } = context;
    if (flags.has('wait')) await waitForHistory(context, channelId);
    const { history, syncedAt } = await loadHistory(database, channelId);
    const report = await loadChannelReport(
      database,
      channelId,
      flags.has('all') ? 'all' : '30d',
      context.now(),
    );
    if (report === null) throw new CommandError(`The channel ${name} was resolved but is not stored.`);
    return toResult(report, { channelId, history, syncedAt, report });
  },
};

async function ask({ environment, database, now }: CommandContext, name: string): Promise<TrackOutcome> {
  const gateway = createGatewayClient({
    database,
    fallbackUrl: environment.gatewayUrl,
    token: environment.gatewayToken,
  });
  try {
    return await withBotApi(environment, (botApi) =>
      trackChannel(
        { database, gateway, findByBot: (asked) => findChannel(botApi, asked, now) },
        { viewerId: null, name, now: now() },
      ),
    );
  } finally {
    await gateway.close();
  }
}

function refusal(outcome: Exclude<TrackOutcome, { kind: 'tracked' }>, given: string): string {
  switch (outcome.kind) {
    case 'garbage':
      return `"${given}" does not name a channel: write @name or a t.me link.`;
    case 'not-found':
      return `There is no channel @${outcome.name}: the name has to be the one in its t.me link.`;
    case 'not-a-channel':
      return `@${outcome.name} is a ${outcome.what} and not a channel.`;
    case 'private':
      return `${given} is private: nothing of it can be seen.`;
    case 'wait':
      return `Telegram asks for patience: try again after ${outcome.until}.`;
    case 'no-source':
      return 'No MTProto session can be used now: status says more.';
  }
}

function toResult(report: ChannelReport, json: object): CommandResult {
  const { channel, history, window, viewsByPost } = report;
  const name = channel.username === null ? '' : ` @${channel.username}`;
  return {
    json,
    lines: [
      `${channel.title}${name} (${channel.channelId}): ${historyLine(history)}`,
      `${viewsByPost.postIds.length} posts from ${window.from} to ${window.to}`,
      `subscribers: ${report.subscribers.value ?? 'unknown'}`,
      `audit ${channel.channelId} adds everything up`,
    ],
  };
}

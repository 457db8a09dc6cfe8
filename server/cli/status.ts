import { buildStatus } from '#server/gateway-client/build-status.ts';
import { createGatewayClient, GatewayAnswerError } from '#server/gateway-client/create-gateway-client.ts';
import type { GatewayStatus } from '#server/gateway-client/gateway-answers.ts';
import { type Collection, loadCollection } from '#server/reports/load-collection.ts';
import type { CommandContext, ProductCommand } from './command.ts';
import { explainReason } from './explain-reason.ts';
import { toSentence } from './to-sentence.ts';

/**
 * How the parts of the product are. Each part is asked by itself, so that one that is down is told and hides no other;
 * the exit code says whether MTProto is connected.
 */
export const status: ProductCommand = {
  usage: 'status [--connect]',
  summary: 'say how MTProto and collecting go; ends with 0 when MTProto is connected, else with 1',
  options: { connect: { summary: 'have the gateway try to connect first' } },
  positionals: 0,
  async run(context, { flags }) {
    const gateway = await askGateway(context, flags.has('connect'));
    const collection = await askDatabase(context);
    const isRead = 'collection' in collection;
    return {
      json: {
        gateway,
        collection: isRead ? collection.collection : null,
        database: isRead ? { reachable: true } : { reachable: false, problem: collection.problem },
      },
      lines: [
        ...statusTable(gateway),
        explainReason(gateway),
        '',
        ...(isRead ? collectionLines(collection.collection) : [collection.problem]),
      ],
      exitCode: gateway.connected ? 0 : 1,
    };
  },
};

/** A gateway that does not answer cannot say what is configured; the configuration of this instance can. */
async function askGateway(
  { environment, database }: CommandContext,
  isConnecting: boolean,
): Promise<GatewayStatus> {
  const client = createGatewayClient({
    database,
    fallbackUrl: environment.gatewayUrl,
    token: environment.gatewayToken,
  });
  const fromHere = (reason: string): GatewayStatus => ({
    ...buildStatus(environment.mtproto, { accountId: null, reason }),
    connected: false,
    reason,
  });
  try {
    const answer = await (isConnecting ? client.connect() : client.status());
    return answer.reason === 'gateway-unreachable' ? fromHere(answer.reason) : answer;
  } catch (error) {
    if (!(error instanceof GatewayAnswerError)) throw error;
    return fromHere(error.code);
  } finally {
    await client.close();
  }
}

async function askDatabase({
  database,
  now,
}: CommandContext): Promise<{ collection: Collection } | { problem: string }> {
  try {
    return { collection: await loadCollection(database, now()) };
  } catch (error) {
    const sentence = toSentence(error);
    return { problem: sentence.startsWith('PostgreSQL') ? sentence : `PostgreSQL: ${sentence}` };
  }
}

function statusTable(gateway: GatewayStatus): string[] {
  const rows: [string, boolean][] = [
    ['Enabled', gateway.enabled],
    ['Available', gateway.available],
    ['Connected', gateway.connected],
    ['Has API ID', gateway.has_api_id],
    ['Has hash', gateway.has_api_hash],
    ['Has session', gateway.has_session],
  ];
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows.map(([name, isSo]) => `${name.padEnd(width)}  ${isSo ? '✓' : '✗'}`);
}

function collectionLines(collection: Collection): string[] {
  return [
    `Channels: ${collection.channels} collected, ${collection.late} late, ${collection.readingHistory} reading history, ${collection.failed} failed`,
    `Sources: ${collection.byMtproto} by MTProto, ${collection.byBotApi} by the Bot API alone`,
    `Jobs: ${collection.jobs}`,
    `Last sync: ${collection.lastSyncedAt ?? 'never'}`,
  ];
}

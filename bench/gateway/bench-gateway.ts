import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startCluster } from '#start/postgres/cluster.ts';
import { chooseSystemUser } from '#start/postgres/system-user.ts';
import { runBackfill } from '../backfill/run-backfill.ts';
import { atMost, type Figure, shown } from '../figure.ts';
import { type AskedGateway, askGateway } from './ask-gateway.ts';

const messages = 30_000;

/** How the gateway serves people while it reads a history of 30,000 messages through the same session. */
export async function benchGateway(root: string, say: (sentence: string) => void): Promise<Figure[]> {
  const directory = mkdtempSync(join(tmpdir(), 'channel-pulse-bench-gateway-'));
  const cluster = await startCluster({
    ...{ root, user: chooseSystemUser(), isDurable: true },
    directory: mkdtempSync(join(tmpdir(), 'channel-pulse-bench-database-')),
  });
  try {
    say(`a back-fill of ${messages} messages while somebody asks for posts: measuring …`);
    const asked: Promise<AskedGateway>[] = [];
    const run = await runBackfill({
      ...{ root, directory, cluster, world: `synthetic:${messages}`, profileDirectory: null },
      beside: (gateway) => {
        const asking = askGateway(gateway);
        return async () => {
          asked.push(asking.stop());
          await Promise.all(asked);
        };
      },
    });
    const [answers] = await Promise.all(asked);
    if (answers === undefined) throw new Error('Nobody asked the gateway.');
    const { answersMs, refused, lagP99Ms, lagMaxMs } = answers;
    return [
      shown('gateway.backfill.seconds', run.seconds, 's'),
      shown('gateway.interactive.answers', answersMs.length, 'answers'),
      shown('gateway.interactive.p50', percentile(answersMs, 0.5), 'ms'),
      atMost('gateway.interactive.p99', percentile(answersMs, 0.99), 'ms', 300),
      atMost('gateway.interactive.slowest', Math.max(...answersMs), 'ms', 300),
      atMost('gateway.interactive.refused', refused, 'answers', 0),
      atMost('gateway.lag.p99', lagP99Ms, 'ms', 100),
      shown('gateway.lag.largest', lagMaxMs, 'ms'),
    ];
  } finally {
    await cluster.stop();
    rmSync(cluster.directory, { recursive: true, force: true });
    rmSync(directory, { recursive: true, force: true });
  }
}

function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}

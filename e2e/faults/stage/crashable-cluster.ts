import { join } from 'node:path';
import { type Cluster, startCluster } from '#start/postgres/cluster.ts';
import { prepareNative } from '#start/postgres/native.ts';
import { run } from '#start/postgres/run.ts';
import { chooseSystemUser } from '#start/postgres/system-user.ts';

/** A PostgreSQL of the run's own, with fsync on, that can lose its power. */
export interface CrashableCluster {
  port: number;
  url(database: string): string;
  /** Ends every process of it at once, as a power cut does: `pg_ctl stop -m immediate`. */
  crash(): Promise<void>;
  /** Starts it on the same port; it recovers from its log first. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/** Makes and starts it in `directory`, which is the caller's to remove. */
export async function startCrashableCluster(root: string, directory: string): Promise<CrashableCluster> {
  const user = chooseSystemUser();
  const start = (): Promise<Cluster> => startCluster({ root, directory, user, isDurable: true });
  let cluster = await start();
  const { port } = cluster;
  return {
    port,
    url: (database) => cluster.url(database),
    async crash() {
      const pgCtl = join(await prepareNative(root, directory, user), 'bin', 'pg_ctl');
      const stop = ['stop', '-D', join(directory, 'data'), '-m', 'immediate', '-w', '-t', '8'];
      const { code, output } = await run(pgCtl, stop, { user, timeoutMs: 9_000 });
      if (code !== 0) throw new Error(`PostgreSQL could not be crashed: ${output}`);
    },
    async restart() {
      cluster = await start();
      if (cluster.port !== port)
        throw new Error(`PostgreSQL came back on port ${cluster.port} instead of ${port}.`);
    },
    stop: () => cluster.stop(),
  };
}

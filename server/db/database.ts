import pg from 'pg';
import { Sequelize } from 'sequelize';
import type { Connection } from './connection.ts';
import { createModels, type Models } from './models/models.ts';
import { surviveLostConnections } from './survive-lost-connections.ts';

export type { Connection } from './connection.ts';

export interface Database extends Connection {
  sequelize: Sequelize;
  models: Models;
  pool: pg.Pool;
  /** Runs `work` in one transaction: committed when it resolves, rolled back when it rejects. */
  transaction<T>(work: (connection: Connection) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

export interface DatabaseOptions {
  /** Connections for SQL; Sequelize has two more of its own. Default 6: eight in all for one process. */
  poolSize?: number;
  /** Shown in `pg_stat_activity`. */
  applicationName?: string;
  /** How long one statement may take before it is given up, on both sides. */
  queryTimeoutMs?: number;
}

/**
 * A database that vanishes leaves half-open connections on which only the client's own `query_timeout` helps; the
 * server's timeouts end statements and transactions whose client has gone.
 */
const defaultQueryTimeoutMs = 10_000;
/** How long a caller waits for a free connection before it fails; the API answers 503 then. */
const connectionTimeoutMs = 3_000;
const idleInTransactionMs = 15_000;
const sequelizePoolSize = 2;

/** Opens the database at `url` (`postgres://user:password@host/name`). It connects with the first question. */
export function openDatabase(url: string, options: DatabaseOptions = {}): Database {
  const queryTimeoutMs = options.queryTimeoutMs ?? defaultQueryTimeoutMs;
  const applicationName = options.applicationName ?? 'channel-pulse';
  const pool = new pg.Pool({
    connectionString: url,
    max: options.poolSize ?? 6,
    application_name: applicationName,
    keepAlive: true,
    connectionTimeoutMillis: connectionTimeoutMs,
    query_timeout: queryTimeoutMs,
    statement_timeout: queryTimeoutMs,
    idle_in_transaction_session_timeout: idleInTransactionMs,
    options: '-c timezone=UTC',
  });
  surviveLostConnections(pool);
  const sequelize = new Sequelize(url, {
    dialect: 'postgres',
    logging: false,
    pool: { max: sequelizePoolSize, min: 0, acquire: connectionTimeoutMs },
    dialectOptions: {
      application_name: applicationName,
      keepAlive: true,
      connectionTimeoutMillis: connectionTimeoutMs,
      query_timeout: queryTimeoutMs,
      statement_timeout: queryTimeoutMs,
      idle_in_transaction_session_timeout: idleInTransactionMs,
    },
  });
  return {
    sequelize,
    models: createModels(sequelize),
    pool,
    query: (sql, values) => runQuery(pool, sql, values),
    transaction: (work) => runTransaction(pool, work),
    close: async () => {
      await Promise.all([pool.end(), sequelize.close()]);
    },
  };
}

async function runQuery<Row extends object>(
  executor: pg.Pool | pg.PoolClient,
  sql: string,
  values: readonly unknown[],
): Promise<Row[]> {
  const result = await executor.query<Row & pg.QueryResultRow>(sql, [...values]);
  return result.rows;
}

async function runTransaction<T>(pool: pg.Pool, work: (connection: Connection) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  const onError = (error: Error): void => {
    broken = error;
  };
  client.on('error', onError);
  try {
    await client.query('BEGIN');
    const result = await work({ query: (sql, values) => runQuery(client, sql, values) });
    await client.query('COMMIT');
    return result;
  } catch (error) {
    await client.query('ROLLBACK').catch((rollbackError: Error) => {
      broken = rollbackError;
    });
    throw error;
  } finally {
    client.off('error', onError);
    // A connection whose state is unknown is closed and not used again.
    client.release(broken);
  }
}

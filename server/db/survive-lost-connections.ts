import type pg from 'pg';

/**
 * Keeps the process alive when connections of a pool are cut while nobody uses them, closing ones included. An error
 * event without a listener would end the process; whoever uses a connection learns of its loss by the failing question.
 */
export function surviveLostConnections(pool: pg.Pool): void {
  const ignore = (): void => {};
  pool.on('error', ignore);
  pool.on('connect', (client) => client.on('error', ignore));
}

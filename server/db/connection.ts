/**
 * The database: connections, schema, models of people, and questions. Every question is a file of `queries/`, named by
 * what it asks; its first argument is a {@link Connection}, so that it runs alone or inside a transaction alike. Series
 * and posts are read and written by SQL, viewers and their sessions by the Sequelize models of `models/`.
 *
 * What every question obeys, so that the large tables can be distributed by channel: each reads or writes one channel's
 * rows by `channel_id`, instants are arguments (no `now()`), and a conflict is settled with `excluded.*` alone.
 */
export interface Connection {
  /** BIGINT arrives as decimal text, INTEGER as a number, `timestamptz` as a Date, JSONB parsed. */
  query<Row extends object>(sql: string, values: readonly unknown[]): Promise<Row[]>;
}

import pg from 'pg';
import { describe, expect, it } from 'vitest';
import { createTestDatabase } from './test-database.ts';

async function ask(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

describe('createTestDatabase', () => {
  it('gives every caller a migrated database of its own and takes it away with connections open', async () => {
    const [one, other] = await Promise.all([createTestDatabase(), createTestDatabase()]);
    const insert = `INSERT INTO channels (channel_id, title, visibility, source, captured_at, first_seen_at)
      VALUES (1, 'x', 'public', 'mtproto', now(), now())`;
    await ask(one.url, insert);
    expect(await ask(one.url, 'SELECT channel_id FROM channels')).toHaveLength(1);
    expect(await ask(other.url, 'SELECT channel_id FROM channels')).toHaveLength(0);
    const lingering = new pg.Client({ connectionString: one.url });
    lingering.on('error', () => {
      // The server ends this connection when the database goes: that is what is tried here.
    });
    await lingering.connect();
    await one.drop();
    await expect(ask(one.url, 'SELECT 1')).rejects.toThrow(/does not exist/);
    await other.drop();
  });
});

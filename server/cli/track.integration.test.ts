import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { aTerminal, channelId, type Said, type Terminal } from './a-terminal.ts';

describe('the command track', () => {
  let terminal: Terminal;

  beforeAll(async () => {
    terminal = await aTerminal();
  });
  beforeEach(() => terminal.reset());
  afterAll(() => terminal.close());

  const cli = (...argv: string[]): Promise<Said> => terminal.cli(argv);

  it('tracks, waits with progress on standard error, and prints the result', async () => {
    await terminal.storeChannel();
    terminal.answers.resolve = {
      kind: 'channel',
      channelId,
      title: 'Lights',
      username: 'Lights',
    };
    const running = cli('track', '@lights', '--all', '--wait', '--json');
    const set = (sql: string): Promise<object[]> =>
      terminal.database.query(`UPDATE channel_schedule SET ${sql}`, []);
    await expect.poll(() => terminal.database.query('SELECT 1 FROM channel_schedule', [])).toHaveLength(1);
    await set("history_state = 'reading', history_read = 1200, history_total = 1941");
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    await set("history_state = 'complete', history_read = 1941, last_synced_at = '2026-11-20T12:00:00Z'");
    const { code, out, err } = await running;
    expect(code).toBe(0);
    expect(err).toContain('1200 of 1941 messages read\n');
    expect(err).toContain('all 1941 messages read\n');
    expect(JSON.parse(out)).toMatchObject({
      channelId,
      history: { kind: 'complete', read: 1_941 },
      syncedAt: '2026-11-20T12:00:00.000Z',
      report: { period: 'all', viewsByPost: { postIds: [1, 2] } },
    });
    // The operator is no viewer: nobody's list became longer.
    expect(await terminal.database.query('SELECT 1 FROM tracked_channels', [])).toEqual([]);
  });

  it('says what stopped a history', async () => {
    await terminal.storeChannel();
    terminal.answers.resolve = {
      kind: 'channel',
      channelId,
      title: 'Lights',
      username: 'Lights',
    };
    const running = cli('track', '@lights', '--wait', '--json');
    await expect.poll(() => terminal.database.query('SELECT 1 FROM channel_schedule', [])).toHaveLength(1);
    await terminal.database.query(
      "UPDATE channel_schedule SET history_state = 'failed', history_error = 'CHANNEL_PRIVATE'",
      [],
    );
    const { code, out, err } = await running;
    expect([code, out]).toEqual([1, '']);
    expect(err).toMatch(/The history cannot be read: CHANNEL_PRIVATE\.\n$/);
  });

  it.each([
    { says: { kind: 'not-found' }, err: /^There is no channel @lights: / },
    { says: { kind: 'not-a-channel', what: 'group' }, err: /^@lights is a group and not a channel\.\n$/ },
    { says: { kind: 'private' }, err: /^@lights is private: / },
    {
      says: { kind: 'wait', until: '2026-11-20T12:05:00.000Z' },
      err: /try again after 2026-11-20T12:05:00\.000Z\.\n$/,
    },
    { says: { kind: 'no-source' }, err: /^No MTProto session can be used now: / },
  ])('refuses to track with a sentence when the gateway says $says.kind', async ({ says, err }) => {
    terminal.answers.resolve = says;
    const said = await cli('track', '@lights', '--json');
    expect([said.code, said.out]).toEqual([1, '']);
    expect(said.err).toMatch(err);
  });
});

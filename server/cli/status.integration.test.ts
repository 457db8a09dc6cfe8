import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { aTerminal, type Said, type Terminal } from './a-terminal.ts';

const gateway = {
  enabled: true,
  available: true,
  connected: true,
  has_api_id: true,
  has_api_hash: true,
  has_session: true,
  reason: null,
  sessions: [{ kind: 'operator', account_id: '7', connected: true, reason: null }],
};
const nothingListens = 'http://127.0.0.1:1';
const noDatabase = 'postgres://nobody:nothing@127.0.0.1:1/none';

describe('the command status', () => {
  let terminal: Terminal;

  beforeAll(async () => {
    terminal = await aTerminal();
  });
  beforeEach(() => terminal.reset());
  afterAll(() => terminal.close());

  const cli = (...argv: string[]): Promise<Said> => terminal.cli(argv);

  it('shows each condition, says in one sentence how it is, and ends with 0 when MTProto is connected', async () => {
    terminal.answers.status = gateway;
    const { code, out, err } = await cli('status');
    expect([code, err]).toEqual([0, '']);
    expect(out.split('\n').slice(0, 9)).toEqual([
      'Enabled      ✓',
      'Available    ✓',
      'Connected    ✓',
      'Has API ID   ✓',
      'Has hash     ✓',
      'Has session  ✓',
      'MTProto is connected.',
      '',
      'Channels: 0 collected, 0 late, 0 reading history, 0 failed',
    ]);
  });

  it('answers programs with exactly one JSON value', async () => {
    terminal.answers.status = gateway;
    expect(JSON.parse((await cli('status', '--json')).out)).toEqual({
      gateway,
      collection: {
        channels: 0,
        byMtproto: 0,
        byBotApi: 0,
        readingHistory: 0,
        failed: 0,
        late: 0,
        jobs: expect.any(Number),
        lastSyncedAt: null,
      },
      database: { reachable: true },
    });
  });

  it('says what is missing and ends with 1', async () => {
    terminal.answers.status = {
      ...gateway,
      available: false,
      connected: false,
      has_session: false,
      reason: 'no-session',
      sessions: [],
    };
    const { code, out, err } = await cli('status');
    expect([code, err]).toEqual([1, '']);
    expect(out).toContain('Connected    ✗\n');
    expect(out).toContain('Has session  ✗\nThere is no session: connect an account with `session connect`');
    expect(out).toContain('Channels: ');
    expect(out).toContain('Sources: 0 by MTProto, 0 by the Bot API alone\n');
  });

  it('has the gateway connect first when it is told to', async () => {
    terminal.answers.connect = gateway;
    expect((await cli('status', '--connect')).code).toBe(0);
    expect(terminal.heard).toEqual([{ path: '/api/v1/stats/connect', body: '{}' }]);
  });

  it('tells of a gateway that does not answer what is configured here', async () => {
    const configured = { TELEGRAM_API_ID: '5', TELEGRAM_API_HASH: 'f'.repeat(32) };
    for (const argv of [['status'], ['status', '--connect']]) {
      const { code, out } = await terminal.cli(argv, { ...configured, GATEWAY_URL: nothingListens });
      expect(code).toBe(1);
      expect(out).toContain(
        'Connected    ✗\nHas API ID   ✓\nHas hash     ✓\nHas session  ✗\nThe gateway does not',
      );
    }
  });

  it('names the token when the gateway gives no readable answer', async () => {
    const { code, out } = await cli('status');
    expect(code).toBe(1);
    expect(out).toContain('GATEWAY_TOKEN');
    expect(out).toContain('Channels: ');
  });

  it('tells of a database that is down, and of MTProto all the same', async () => {
    terminal.answers.status = gateway;
    const changed = { DATABASE_URL: noDatabase };
    const said = await terminal.cli(['status'], changed);
    expect([said.code, said.err]).toEqual([0, '']);
    expect(said.out).toMatch(/^Enabled {6}✓\n[\s\S]*MTProto is connected\.\n\nPostgreSQL cannot be reached/);
    const { out } = await terminal.cli(['status', '--json'], changed);
    expect(JSON.parse(out)).toEqual({
      gateway,
      collection: null,
      database: {
        reachable: false,
        problem: 'PostgreSQL cannot be reached (ECONNREFUSED): does the instance run?',
      },
    });
  });

  it('tells of both when nothing runs', async () => {
    const { code, out } = await terminal.cli(['status'], {
      DATABASE_URL: noDatabase,
      GATEWAY_URL: nothingListens,
    });
    expect(code).toBe(1);
    expect(out).toContain('The gateway does not answer');
    expect(out).toContain('PostgreSQL cannot be reached');
  });
});

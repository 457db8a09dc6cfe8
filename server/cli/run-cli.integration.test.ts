import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { aTerminal, at, channelId, type Said, type Terminal } from './a-terminal.ts';

describe('the command line tool', () => {
  let terminal: Terminal;

  beforeAll(async () => {
    terminal = await aTerminal();
  });
  beforeEach(() => terminal.reset());
  afterAll(() => terminal.close());

  const cli = (...argv: string[]): Promise<Said> => terminal.cli(argv);

  it('lists every command with --help and without any word', async () => {
    const { code, out, err } = await cli('--help');
    expect([code, err]).toEqual([0, '']);
    for (const name of [
      'track',
      'audit',
      'channels',
      'status',
      'session',
      'keys',
      'migrate',
      'set-webhook',
      'delete-webhook',
      'webhook-info',
    ]) {
      expect(out).toMatch(new RegExp(`^  ${name} `, 'm'));
    }
    expect((await cli()).out).toBe(out);
    expect((await cli('track', '--help')).out).toMatch(/--wait {2}wait until the history is read/);
  });

  it.each([
    { argv: ['fly'], err: 'There is no command "fly": --help lists all.\n' },
    { argv: ['audit'], err: 'Usage: npm run cli -- audit @channel\n' },
    { argv: ['status', 'extra'], err: 'Usage: npm run cli -- status [--connect]\n' },
    {
      argv: ['status', '--jsno'],
      err: "Unknown option '--jsno'. Usage: npm run cli -- status [--connect]\n",
    },
    { argv: ['audit', '@unknown', '--json'], err: 'Nothing is stored of @unknown: track it first.\n' },
    { argv: ['audit', '77'], err: 'Nothing is stored of 77: track it first.\n' },
    {
      argv: ['audit', 'no name'],
      err: '"no name" does not name a channel: write @name, a t.me link or a channel id.\n',
    },
  ])('answers "$argv" with a sentence, nothing on standard output, and code 1', async ({ argv, err }) => {
    expect(await cli(...argv)).toEqual({ code: 1, out: '', err });
  });

  it('audits a stored channel by name, link or id, with exactly one JSON value', async () => {
    await terminal.storeChannel();
    const { code, out, err } = await cli('audit', '@lights', '--json');
    expect([code, err]).toEqual([0, '']);
    expect(out.endsWith('}\n')).toBe(true);
    expect(JSON.parse(out)).toMatchObject({
      username: 'Lights',
      posts: 2,
      views: 40,
      forwards: 3,
      eligiblePosts: 2,
    });
    expect((await cli('audit', 'https://t.me/LIGHTS/2', '--json')).out).toBe(out);
    expect((await cli('audit', channelId, '--json')).out).toBe(out);
    expect((await cli('audit', '@lights')).out).toContain('views: 40\n');
  });

  it('lists collected channels', async () => {
    expect((await cli('channels')).out).toBe('No channel is collected yet: track @channel begins.\n');
    await terminal.storeChannel();
    await terminal.database.query(
      `INSERT INTO channel_schedule (channel_id, account_id, next_due_at, updated_at) VALUES ($1, 7, $2, $2)`,
      [channelId, at],
    );
    expect((await cli('channels')).out).toBe(
      '1900000001  @Lights  Lights  active  its history waits to be read\n',
    );
    expect(JSON.parse((await cli('channels', '--json')).out).channels).toMatchObject([
      { channelId, title: 'Lights', history: { kind: 'queued' }, syncedAt: null },
    ]);
  });

  it('finds the schema up to date, and says it when there is no PostgreSQL', async () => {
    expect(await cli('migrate', '--json')).toEqual({ code: 0, out: '{"applied":[]}\n', err: '' });
    const nowhere = 'postgres://nobody:nothing@127.0.0.1:1/none';
    const said = await terminal.cli(['channels', '--json'], { DATABASE_URL: nowhere });
    expect(said).toEqual({
      code: 1,
      out: '',
      err: 'PostgreSQL cannot be reached (ECONNREFUSED): does the instance run?\n',
    });
  });

  it('reports every problem of the configuration', async () => {
    const wrong = { DATABASE_URL: 'mysql://x', TELEGRAM_BOT_TOKEN: undefined };
    const { code, err } = await terminal.cli(['status'], wrong);
    expect(code).toBe(1);
    expect(err).toContain('DATABASE_URL');
    expect(err).toContain('TELEGRAM_BOT_TOKEN');
  });
});

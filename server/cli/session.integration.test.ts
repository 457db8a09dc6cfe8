import { PassThrough } from 'node:stream';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { createAuthorizedKey } from '#sandbox/mtproto/authorized-key.ts';
import { toStringSession } from '#sandbox/mtproto/string-session.ts';
import { people } from '#sandbox/world/people.ts';
import { openDatabase } from '#server/db/database.ts';
import { migrateDatabase } from '#server/db/migrate.ts';
import { readBotEnvironment, readEnvironment } from '#server/env.ts';
import {
  type LoginBench,
  mtprotoOf,
  startLoginBench,
} from '#server/gateway/logins/login-bench.test-client.ts';
import { type Gateway, startGateway } from '#server/gateway/start-gateway.ts';
import { formatSessionString } from '#server/gateway/telegram/format-session-string.ts';
import { createLog } from '#server/log.ts';
import { createRegistry } from '#server/metrics.ts';
import { readLine } from './read-line.ts';
import { runCli } from './run-cli.ts';

const { owner, editor } = people;
const token = 'gateway-token-'.repeat(4);
const password = ['correct', 'horse', '7'].join(' ');

let bench: LoginBench;
let gateway: Gateway;

beforeAll(async () => {
  bench = await startLoginBench();
  gateway = await startGateway({
    mtproto: mtprotoOf(bench.sandbox),
    ...{ host: '127.0.0.1', port: 0, url: null, token, databaseUrl: bench.place.url },
    ...{ database: bench.database, vault: bench.vault, log: createLog('gateway', 'silent') },
    registry: createRegistry('gateway'),
  });
});
beforeEach(() => bench.reset());
afterAll(async () => {
  await gateway.stop();
  await bench.close();
});

interface Said {
  code: number;
  out: string;
  err: string;
}

/** The tool with what is typed in; a function is asked only when its line is wanted. */
async function cli(argv: string[], typed: (string | (() => Promise<string>))[] = []): Promise<Said> {
  const said: Said = { code: -1, out: '', err: '' };
  const variables = {
    TELEGRAM_BOT_TOKEN: `1:${'x'.repeat(35)}`,
    DATABASE_URL: bench.place.url,
    GATEWAY_TOKEN: token,
    GATEWAY_URL: gateway.url,
  };
  const lines = [...typed];
  said.code = await runCli(['session', ...argv], {
    readEnvironment: () => readEnvironment(variables, 'cli'),
    readBotEnvironment: () => readBotEnvironment(variables),
    openDatabase: (url) => openDatabase(url, { poolSize: 2 }),
    migrateDatabase,
    async readLine() {
      const line = lines.shift() ?? null;
      return typeof line === 'function' ? line() : line;
    },
    out: (text) => {
      said.out += text;
    },
    err: (text) => {
      said.err += text;
    },
  });
  return said;
}

/** Confirms the code that the terminal shows, as the owner's phone does. */
async function confirmShownCode(): Promise<void> {
  const shown = await vi.waitFor(
    async () => {
      const [first] = await bench.sandbox.control.listLoginTokens();
      if (first === undefined) throw new Error('no code is shown');
      return first;
    },
    { timeout: 20_000 },
  );
  // The terminal asks again and again; the first question comes within a moment, and a later one would do as well.
  await vi.waitFor(() => expect(bench.callsOf('help.getConfig')).toBeGreaterThan(1), { timeout: 20_000 });
  await bench.sandbox.control.acceptLoginToken({ personId: owner.id, token: shown.token });
}

describe('session', () => {
  it('connects by a QR code in the terminal, lists, prints on request, ends and takes in again', async () => {
    const connecting = cli(['connect', '--json'], ['yes']);
    await confirmShownCode();
    const connected = await connecting;
    expect(connected.err).toContain('full access to the account');
    expect(connected.err).toContain('▀');
    const { user } = JSON.parse(connected.out);
    expect(user).toMatchObject({ telegram_user_id: owner.id, first_name: 'Ольга' });
    const id = user.account_id;

    expect((await cli(['list'])).out).toMatch(new RegExp(`^${id}  operator  Ольга Миронова  `));
    const printed = await cli(['print', id]);
    expect(printed.out).toMatch(/^1[A-Za-z0-9+/=]{350,}\n$/);
    expect(printed.err).toContain('Whoever has this text has the account.');
    expect(printed.err).not.toContain(printed.out.trim());
    const telethon = await cli(['print', id, '--telethon']);
    expect(telethon.out).toMatch(/^1[A-Za-z0-9_-]{351}=\n$/);
    const events = await bench.database.query(
      "SELECT details->>'format' AS format FROM audit_log WHERE event = 'session.printed' ORDER BY event_id",
      [],
    );
    expect(events).toEqual([{ format: 'gramjs' }, { format: 'telethon' }]);

    const refused = await cli(['import'], [printed.out]);
    expect([refused.code, refused.out]).toEqual([1, '']);
    expect(refused.err).toMatch(/This session is connected here already\.\n$/);
    expect(refused.err).not.toContain(printed.out.slice(0, 40));

    expect((await cli(['end', id])).out).toBe(
      `Account ${id} is logged out, and nothing of its session is kept.\n`,
    );
    expect(await bench.loginsOf(owner)).toBe(0);
    const dead = await cli(['import'], [telethon.out.trim()]);
    expect(dead.err).toMatch(/Telegram does not take this session: it was ended\.\n$/);
  });

  it.each(['gramjs', 'telethon'] as const)('takes in a session that %s made elsewhere', async (form) => {
    const { dataCentre } = bench.sandbox.telegram;
    const authKey = createAuthorizedKey(dataCentre.keyStore, editor.id);
    const place = { dcId: 2, ip: dataCentre.announcedIp, authKey };
    const text =
      form === 'gramjs' ? toStringSession({ ...place, port: 443 }) : formatSessionString(place, 'telethon');
    const taken = await cli(['import', '--json'], [text]);
    expect([taken.code, JSON.parse(taken.out).user]).toMatchObject([0, { telegram_user_id: editor.id }]);
    expect(taken.err).not.toContain(text);
  });

  it('neither ends nor prints what the configuration names, and says where it stands', async () => {
    const { dataCentre } = bench.sandbox.telegram;
    const authKey = createAuthorizedKey(dataCentre.keyStore, editor.id);
    const place = { dcId: 2, ip: dataCentre.announcedIp, authKey };
    const configured = await startGateway({
      mtproto: { ...mtprotoOf(bench.sandbox), sessionString: formatSessionString(place, 'gramjs') },
      ...{ host: '127.0.0.1', port: 0, url: null, token, databaseUrl: bench.place.url },
      ...{ database: bench.database, vault: bench.vault, log: createLog('gateway', 'silent') },
      registry: createRegistry('gateway'),
    });
    try {
      const operator = () => configured.sessions?.operator() ?? null;
      await vi.waitFor(() => expect(operator()).not.toBeNull(), { timeout: 20_000 });
      const id = operator()?.accountId ?? '';
      const ended = await cli(['end', id]);
      expect([ended.code, ended.out]).toEqual([1, '']);
      expect(ended.err).toMatch(/lives from the configuration.*TELEGRAM_SESSION_STRING/);
      const printed = await cli(['print', id]);
      expect([printed.code, printed.out]).toEqual([1, '']);
      expect(printed.err).toContain('stands in TELEGRAM_SESSION_STRING of the gateway');
      expect(operator()).not.toBeNull();
    } finally {
      await configured.stop();
    }
  });

  it('connects by phone number, correcting what was mistyped', async () => {
    await bench.sandbox.control.setTwoStepPassword({ personId: owner.id, password, hint: 'a horse' });
    const wrong = async (): Promise<string> => ((await bench.codeOf(owner)) === '00000' ? '11111' : '00000');
    const said = await cli(
      ['connect', '--phone'],
      ['yes', `+${owner.phone}`, wrong, () => bench.codeOf(owner), 'wrong', password],
    );
    expect(said).toMatchObject({ code: 0 });
    expect(said.out).toMatch(/^Ольга is connected as account \d+\.\n$/);
    expect(said.err).toContain('The code is wrong.\n');
    expect(said.err).toContain('Two-step password, hint: a horse: ');
    expect(said.err).not.toContain(password);
  });

  it('offers another code when every try of one was wrong', async () => {
    const wrong = async (): Promise<string> => ((await bench.codeOf(owner)) === '00000' ? '11111' : '00000');
    const said = await cli(
      ['connect', '--phone'],
      ['yes', `+${owner.phone}`, wrong, wrong, wrong, wrong, 'yes', () => bench.codeOf(owner)],
    );
    expect(said).toMatchObject({ code: 0 });
    expect(said.err.match(/The code is wrong\./g)).toHaveLength(3);
    expect(said.err).toContain('Type yes to have another code sent: ');
  });

  it.each([
    [[], 'Usage: npm run cli -- session connect'],
    [['end'], 'Usage: '],
    [['list', '1'], 'Usage: '],
    [['end', 'x'], '"x" is not the id of an account'],
    [['end', '999'], 'There is no account 999.'],
    [['print', '999'], 'Account 999 has no session of the operator'],
    [['dance'], 'Usage: '],
  ])('refuses %j with a sentence', async (argv, sentence) => {
    const said = await cli(argv);
    expect([said.code, said.out]).toEqual([1, '']);
    expect(said.err).toContain(sentence);
  });

  it('connects nothing without consent, and prints nothing of a viewer', async () => {
    expect((await cli(['connect'], ['no'])).err).toMatch(/Nothing was connected\.\n$/);
    expect(bench.callsOf('auth.exportLoginToken')).toBe(0);
    await bench.database.query(
      "INSERT INTO accounts (account_id, kind, viewer_id, state, session, created_at) VALUES (5, 'viewer', 1, 'dead', 'x', now())",
      [],
    );
    expect((await cli(['print', '5'])).err).toContain('no session of the operator');
  });
});

describe('a line that is typed', () => {
  it('comes alone or with others, and ends with the input', async () => {
    const input = new PassThrough();
    const output = new PassThrough();
    input.write('one\ntwo\n');
    expect(await readLine(input, output, false)).toBe('one');
    expect(await readLine(input, output, true)).toBe('two');
    input.end('three');
    expect(await readLine(input, output, false)).toBe('three');
    expect(output.read()).toBeNull();
  });
});

/**
 * Every error × every flow: what a person or a task is told, and what becomes of the session. The column of logging in
 * lies with the logins.
 */
import { Api } from 'telegram';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { FaultEffect } from '#sandbox/faults/fault-rule.ts';
import { collector, people } from '#sandbox/world/people.ts';
import { classifyError } from './classify-error.ts';
import { fetchFullChannel } from './fetch-full-channel.ts';
import { type ChannelPeer, fetchHistory, inputOf } from './fetch-history.ts';
import type { KeptSession } from './keep-session.ts';
import { knownErrors } from './known-errors.test-client.ts';
import {
  type LiveTelegram,
  publicName,
  type SessionOptions,
  startLiveTelegram,
} from './live-telegram.test-client.ts';
import type { MtprotoFailure } from './mtproto-failure.ts';
import { resolveUsername } from './resolve-username.ts';

const statsDc = 4;
const patience = { timeout: 30_000, interval: 100 };
const flows = ['resolve', 'history', 'full', 'stats'] as const;
type Flow = (typeof flows)[number];

const methods: Record<Flow, string> = {
  resolve: 'contacts.resolveUsername',
  history: 'messages.getHistory',
  full: 'channels.getFullChannel',
  stats: 'stats.getBroadcastStats',
};

/** How a flow ended, and what its session is afterwards. */
interface Cell {
  outcome: string;
  state: string;
}

interface Row {
  title: string;
  effect: FaultEffect;
  /** What the error means by itself; null: nothing went wrong in the end. */
  kind: MtprotoFailure['kind'] | null;
}

const rows: Row[] = [
  ...knownErrors.map(([code, description, { kind }]) => ({
    ...{ title: `${code} ${description}`, kind },
    effect: { kind: 'error' as const, code, description },
  })),
  { title: 'a reset connection', effect: { kind: 'reset' }, kind: 'network' },
  { title: 'a silent server', effect: { kind: 'silent' }, kind: 'network' },
  { title: 'a lost answer', effect: { kind: 'lost-answer' }, kind: 'network' },
  { title: 'a half-open connection', effect: { kind: 'half-open' }, kind: 'network' },
  { title: 'a forgotten key', effect: { kind: 'forgotten-key' }, kind: 'network' },
  { title: 'expired salts', effect: { kind: 'bad-salt' }, kind: null },
  { title: 'an answer twice', effect: { kind: 'duplicate' }, kind: null },
];

/** What is expected of a cell: most errors are told as they are and leave the session alone. */
function expectedOf({ kind, title }: Row, flow: Flow): Cell {
  const away = flow === 'stats';
  if (kind === null) return { outcome: away ? 'admin-required' : 'ok', state: 'connected' };
  if (kind === 'name-not-found' && flow === 'resolve') return { outcome: 'ok', state: 'connected' };
  if (kind === 'frozen') return { outcome: 'frozen', state: 'frozen' };
  if (kind === 'session-dead' || kind === 'session-duplicated') {
    // What another data centre says of the session is believed when home says it too.
    return away ? { outcome: 'server-trouble', state: 'connected' } : { outcome: kind, state: 'dead' };
  }
  if (kind === 'network' && !away) {
    // A connection that was lost within ten seconds is replaced after one.
    return { outcome: 'network', state: 'waiting' };
  }
  if (title.startsWith('500 ')) return { outcome: 'server-trouble', state: 'connected' };
  return { outcome: kind, state: 'connected' };
}

let telegram: LiveTelegram;
let peer: ChannelPeer;
const cells = new Map<string, Cell>();

function work(flow: Flow, session: KeptSession): Promise<unknown> {
  switch (flow) {
    case 'resolve':
      return resolveUsername(session, publicName);
    case 'history':
      return fetchHistory(session, peer, 0);
    case 'full':
      return fetchFullChannel(session, peer);
    case 'stats': {
      const channel = new Api.InputChannel(inputOf(peer));
      return session.callOn(statsDc, new Api.stats.GetBroadcastStats({ channel }));
    }
  }
}

async function tryCell(row: Row, flow: Flow, session: KeptSession, userId: string): Promise<Cell> {
  const { faults } = telegram.sandbox.telegram;
  // The library tries three times in all while Telegram has trouble inside.
  const rule = faults.add({ method: methods[flow], userId, effect: row.effect, count: 3 });
  try {
    const outcome = await work(flow, session).then(
      () => 'ok',
      (error: unknown) => classifyError(error).kind,
    );
    return { outcome, state: session.state().kind };
  } finally {
    faults.remove(rule.id);
  }
}

/** Cells of one flow one after another: rules are told apart by the method and the user. */
async function tryFlow(flow: Flow, some: readonly Row[], userId: string): Promise<void> {
  const options: SessionOptions = { userId };
  // Silence is waited for, and what is never answered must not be waited for long.
  const impatient: SessionOptions = { userId, callDeadlineMs: 500, callOnDeadlineMs: 1_500 };
  let session: KeptSession | null = null;
  for (const row of some) {
    session ??= telegram.open(row.kind === 'network' ? impatient : options).session;
    const prepared = session;
    // The connections to both are there before anything goes wrong.
    await vi.waitFor(() => prepared.call(new Api.updates.GetState()), patience);
    if (flow === 'stats')
      await vi.waitFor(() => prepared.callOn(statsDc, new Api.help.GetConfig()), patience);
    const cell = await tryCell(row, flow, session, userId);
    cells.set(`${row.title} × ${flow}`, cell);
    if (cell.state === 'connected' && row.kind !== 'network') continue;
    await session.stop();
    session = null;
  }
}

beforeAll(async () => {
  telegram = await startLiveTelegram();
  const { session } = telegram.open({ userId: people.stranger.id });
  const resolved = await resolveUsername(session, publicName);
  if (resolved.kind !== 'channel') throw new Error(resolved.kind);
  peer = resolved.channel;
  const slow = rows.filter(({ title }) => title.startsWith('500 '));
  const network = rows.filter(({ kind }) => kind === 'network');
  const quick = rows.filter((row) => !slow.includes(row) && !network.includes(row));
  const slowUsers = [people.owner, people.editor, people.viewer];
  await Promise.all(
    flows.flatMap((flow) => [
      tryFlow(flow, quick, people.stranger.id),
      tryFlow(flow, network, collector.id),
      ...slow.map((row, index) => tryFlow(flow, [row], slowUsers[index]?.id ?? '')),
    ]),
  );
}, 60_000);

afterAll(() => telegram.close());

describe.each(flows)('in the flow %s', (flow) => {
  it.each(rows)('$title has its meaning and does to the session what it should', (row) => {
    expect(cells.get(`${row.title} × ${flow}`)).toEqual(expectedOf(row, flow));
  });
});

it('no cell was left out, and a session ended for nothing but the codes that say so', () => {
  expect(cells.size).toBe(rows.length * flows.length);
  const ended = [...cells].filter(([, { state }]) => state === 'dead').map(([title]) => title);
  const deadly = rows.filter(({ kind }) => kind === 'session-dead' || kind === 'session-duplicated');
  expect(ended).toHaveLength(deadly.length * 3);
  expect(ended.every((title) => /^(401|406) /.test(title))).toBe(true);
});

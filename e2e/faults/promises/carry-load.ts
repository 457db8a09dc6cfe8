import { readMessages } from '#bot/read-messages.ts';
import type { WorldUser } from '#sandbox/world/world.ts';
import { dispatchUpdates } from '../dispatch/dispatch-updates.ts';
import { conversation, writeUpdates } from '../dispatch/write-updates.ts';
import { createLedger } from '../ledger/ledger.ts';
import { type Account, settleAccounts } from '../ledger/settle-accounts.ts';
import { type Stage, until } from '../stage/stage.ts';
import type { Trial } from './tried-promise.ts';

export interface Load {
  count: number;
  people: number;
  perSecond: number | null;
  connections: number;
  duplicates: number;
  reordered: number;
  isOneQueue: boolean;
  timeFactor: number;
  /** For delivering everything. */
  deadlineMs: number;
  /** For handling what was delivered. */
  drainMs: number;
}

export interface CarriedLoad {
  account: Account;
  /** From the first update until the last acknowledgement. */
  deliveredMs: number;
  /** From the last acknowledgement until nothing waits in the inbox; null: something still does. */
  drainedMs: number | null;
}

const firstPerson = 910_000_000;
const pressShare = 0.25;

/**
 * Delivers a load to the webhook while `meanwhile` does what it wants, waits until it is handled, and settles the
 * accounts of the webhook, the database and the Bot API.
 */
export async function carryLoad(
  stage: Stage,
  trial: Trial,
  load: Load,
  meanwhile: () => Promise<unknown> = () => Promise.resolve(),
): Promise<CarriedLoad> {
  const ledger = createLedger(trial.ledgerFile);
  const firstUpdateId = stage.takeUpdateIds(load.count);
  const people = addPeople(stage, load.people, firstUpdateId);
  const { calls, context } = stage.sandbox.botApi;
  const messages = readMessages().en;
  const keyOfText = new Map<string, string>(
    conversation.map(({ answer }) => [messages.text(answer), answer]),
  );
  const presses = new Map<string, string>();

  /** Takes what the Bot API was asked for into the ledger. Nothing else happens in between, so nothing is missed. */
  function collect(): void {
    for (const { method, parameters, status, at } of calls.all()) {
      if (method === 'answerCallbackQuery') {
        const token = parameters.callback_query_id ?? '';
        const stream = presses.get(token);
        if (stream !== undefined) ledger.append({ kind: 'received', stream, token, at });
      } else if (method === 'sendMessage' && status === 200 && people.has(parameters.chat_id ?? '')) {
        const token = keyOfText.get(parameters.text ?? '') ?? `other: ${parameters.text?.slice(0, 80)}`;
        ledger.append({ kind: 'received', stream: `chat:${parameters.chat_id}`, token, at });
      }
    }
    calls.clear();
  }
  calls.clear();
  const collecting = setInterval(collect, 250);

  try {
    const updates = writeUpdates({
      ...{ seed: trial.seed, people: [...people], count: load.count, firstUpdateId },
      ...{ pressShare, isOneQueue: load.isOneQueue },
      openPress(person) {
        const { queryId } = context.queries.open(person);
        presses.set(queryId, load.isOneQueue ? `chat:${person}` : `press:${person}`);
        return queryId;
      },
    });
    const begun = performance.now();
    const delivered = dispatchUpdates(updates, {
      ...{ webhookUrl: stage.webhookUrl, secret: stage.secrets.webhookSecret, ledger, seed: trial.seed },
      ...{ connections: load.connections, perSecond: load.perSecond, deadlineMs: load.deadlineMs },
      ...{ duplicates: load.duplicates, reordered: load.reordered, timeFactor: load.timeFactor },
    }).then(() => performance.now());
    const [deliveredAt] = await Promise.all([delivered, meanwhile()]);
    const range = [firstUpdateId, firstUpdateId + load.count - 1];
    const drainBegun = performance.now();
    const isDrained = await until(async () => {
      const { rows } = await stage.database.query<{ waiting: number }>(
        `SELECT count(*)::integer AS waiting FROM updates_inbox
         WHERE state = 'waiting' AND update_id BETWEEN $1 AND $2`,
        range,
      );
      return rows[0]?.waiting === 0;
    }, load.drainMs).then(
      () => true,
      () => false,
    );
    const drainedMs = isDrained ? performance.now() - drainBegun : null;
    collect();
    const { rows } = await stage.database.query<{ updateId: string; state: string; attempts: number }>(
      `SELECT update_id AS "updateId", state, attempts FROM updates_inbox WHERE update_id BETWEEN $1 AND $2`,
      range,
    );
    for (const { updateId, state, attempts } of rows)
      ledger.append({ kind: 'held', updateId: Number(updateId), state, attempts });
    return { account: settleAccounts(ledger.entries()), deliveredMs: deliveredAt - begun, drainedMs };
  } finally {
    clearInterval(collecting);
  }
}

/** People nobody has met yet, who have all started the bot. */
export function addPeople(stage: Stage, count: number, offset: number): Set<string> {
  const { world, botApi } = stage.sandbox;
  const ids = new Set<string>();
  for (let index = 0; index < count; index += 1) {
    const id = String(firstPerson + offset + index);
    const user: WorldUser = {
      ...{ id, firstName: `Person ${id}`, lastName: null, username: null, languageCode: 'en' },
      ...{ isBot: false, isPremium: false, phone: null },
    };
    world.addUser(user);
    botApi.context.store.saveChat(id, { hasStarted: true, isBlocked: false, keyboard: null });
    ids.add(id);
  }
  return ids;
}

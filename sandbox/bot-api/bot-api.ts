/**
 * The Bot API of the local Telegram: what a bot may call over HTTP, the queue of its updates, the sender that delivers
 * them to a webhook, and the private chats it shares with the people of the world. `bot-api.ts` puts it together,
 * `methods/` holds the methods by area, `people.ts` what people do on their side of a chat. Everything a bot would
 * expect to find again after a restart of Telegram is kept in one file (`bot-store.ts`).
 */
import { randomInt } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createFaults, type Faults } from '#sandbox/faults/faults.ts';
import type { World, WorldUser } from '#sandbox/world/world.ts';
import { BotApiError } from './api-error.ts';
import { createBotApiServer } from './bot-api-server.ts';
import { createBotStore } from './bot-store.ts';
import { type BotApiCall, type CallLog, createCallLog } from './call-log.ts';
import { createCallbackQueries } from './callback-queries.ts';
import { followChannels } from './channel-updates.ts';
import type { BotApiContext } from './context.ts';
import { createFileStore } from './file-store.ts';
import { decodeParameters } from './http-body.ts';
import { createInlineQueries } from './inline-queries.ts';
import { openKeyValueFile } from './key-value-file.ts';
import { followMembers, type MemberUpdates } from './member-updates.ts';
import { createMessageBook } from './message-book.ts';
import { botApiMethods } from './methods/registry.ts';
import { createPeople, type People } from './people.ts';
import { createInlinePeople, type InlinePeople } from './people-inline.ts';
import { createSharing, type Sharing } from './people-sharing.ts';
import { createSendLimits } from './send-limits.ts';
import { createUpdateQueue } from './update-queue.ts';
import { createPacedClock, type PacedClock } from './webhook/delivery-clock.ts';
import { createDeliveryLedger, type DeliveryLedger } from './webhook/delivery-ledger.ts';
import type { WebhookAnswer } from './webhook/webhook-request.ts';
import { createWebhookSender } from './webhook/webhook-sender.ts';

export interface BotApiOptions {
  world: World;
  /** Already known to the world. */
  bot: WorldUser;
  token: string;
  dataDir: string;
  host: string;
  /** 0: any free port. */
  port: number;
  /** Webhook retries run this many times faster than Telegram's. */
  timeFactor?: number;
  /** What goes wrong on purpose; nothing by default. */
  faults?: Faults;
  /** Told what failed inside the sandbox, and in which method; nobody by default. */
  onFailure?: (method: string | null, failure: unknown) => void;
}

export interface BotApi {
  /** `http://host:port`, to which clients add `/bot<token>/method`. */
  root: string;
  context: BotApiContext;
  people: People;
  inlinePeople: InlinePeople;
  sharing: Sharing;
  members: MemberUpdates;
  calls: CallLog<BotApiCall>;
  /** Names of methods that were asked for and do not exist here. */
  unknownMethods: Set<string>;
  ledger: DeliveryLedger;
  /** The time of deliveries: how fast webhooks are tried again and updates expire. */
  clock: PacedClock;
  close(): Promise<void>;
}

/** Starts the Bot API of one bot and resumes where the data directory left off. */
export async function createBotApi(options: BotApiOptions): Promise<BotApi> {
  const { world, bot } = options;
  mkdirSync(options.dataDir, { recursive: true, mode: 0o700 });
  const file = openKeyValueFile(join(options.dataDir, 'bot-api.jsonl'));
  const store = createBotStore(file);
  bot.firstName = store.setting('bot-name:', '') || bot.firstName;
  const now = (): number => Date.now() / 1_000;
  const clock = createPacedClock(options.timeFactor ?? 1);
  const updates = createUpdateQueue(store, clock.now);
  const book = createMessageBook(store);
  const ledger = createDeliveryLedger();
  const createId = (): string => String(BigInt(randomInt(2 ** 47)) * 65_536n + BigInt(randomInt(65_536)));
  const queries = createCallbackQueries(createId);
  const inline = createInlineQueries(createId);
  const faults = options.faults ?? createFaults();
  const webhook = createWebhookSender({ store, updates, ledger, clock, execute, faults });
  const context: BotApiContext = {
    world,
    bot,
    store,
    updates,
    book,
    queries,
    inline,
    webhook,
    now,
    files: createFileStore(join(options.dataDir, 'files')),
    limits: createSendLimits(now),
  };
  const calls = createCallLog<BotApiCall>();
  const unknownMethods = new Set<string>();
  const server = await createBotApiServer({
    context,
    token: options.token,
    calls,
    unknownMethods,
    faults,
    onFailure: options.onFailure ?? (() => {}),
    host: options.host,
    port: options.port,
  });

  /** A method named in a webhook's answer is carried out; its result goes nowhere, as with Telegram. */
  function execute(method: string, answer: WebhookAnswer): void {
    const known = botApiMethods.get(method.toLowerCase());
    if (known === undefined) {
      unknownMethods.add(method);
      return;
    }
    const at = now();
    const body = Buffer.from(answer.body);
    const record = (status: number, description: string | null): void =>
      calls.add({ at, method: known.name, parameters: {}, status, description, result: null, tookMs: 0 });
    Promise.resolve()
      .then(() => known.run(decodeParameters(new URLSearchParams(), answer.contentType, body), context))
      .then(
        () => record(200, 'from the answer of the webhook'),
        (error: unknown) => {
          if (error instanceof BotApiError) return record(error.code, error.message);
          options.onFailure?.(known.name, error);
          record(500, 'Internal Server Error');
        },
      );
  }

  const people = createPeople(context);
  const forgetChannels = followChannels(context);
  const members = followMembers(context);
  webhook.restart();
  return {
    root: server.root,
    context,
    people,
    inlinePeople: createInlinePeople(context),
    sharing: createSharing(context),
    members,
    calls,
    unknownMethods,
    ledger,
    clock,
    async close() {
      forgetChannels();
      members.close();
      queries.close();
      inline.close();
      await webhook.close();
      clock.close();
      await server.close();
      file.close();
    },
  };
}

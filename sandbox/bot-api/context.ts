import type { World, WorldUser } from '#sandbox/world/world.ts';
import type { BotStore } from './bot-store.ts';
import type { CallbackQueries } from './callback-queries.ts';
import type { FileStore } from './file-store.ts';
import type { InlineQueries } from './inline-queries.ts';
import type { MessageBook } from './message-book.ts';
import type { Parameters } from './parameters.ts';
import type { SendLimits } from './send-limits.ts';
import type { UpdateQueue } from './update-queue.ts';
import type { WebhookSender } from './webhook/webhook-sender.ts';

/** Everything a method of the Bot API acts on. */
export interface BotApiContext {
  world: World;
  /** The bot whose token the call carried. */
  bot: WorldUser;
  store: BotStore;
  updates: UpdateQueue;
  book: MessageBook;
  queries: CallbackQueries;
  inline: InlineQueries;
  files: FileStore;
  limits: SendLimits;
  webhook: WebhookSender;
  /** Unix seconds with fraction. */
  now(): number;
}

/** An answer that carries a remark beside its result, as setWebhook's does. */
export interface DescribedResult {
  kind: 'described-result';
  result: unknown;
  description: string;
}

/** One method: throws `BotApiError` to refuse, returns the `result` of the answer, possibly described. */
export type BotApiMethod = (parameters: Parameters, context: BotApiContext) => unknown;

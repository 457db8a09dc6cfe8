import { BotApiError, badRequest, tooManyRequests } from '../api-error.ts';
import type { BotApiContext, BotApiMethod, DescribedResult } from '../context.ts';
import type { Parameters } from '../parameters.ts';
import { buildUpdate } from '../update-queue.ts';
import { checkWebhookUrl } from '../webhook/webhook-target.ts';

/** Every kind of update a bot can ask for. */
export const knownKinds: ReadonlySet<string> = new Set([
  'message',
  'edited_message',
  'channel_post',
  'edited_channel_post',
  'inline_query',
  'chosen_inline_result',
  'callback_query',
  'shipping_query',
  'pre_checkout_query',
  'poll',
  'poll_answer',
  'my_chat_member',
  'chat_member',
  'chat_join_request',
  'message_reaction',
  'message_reaction_count',
  'chat_boost',
  'removed_chat_boost',
]);

function describe(description: string): DescribedResult {
  return { kind: 'described-result', result: true, description };
}

/**
 * A list of names is remembered, unknown ones left out; a list without any known name stands for the usual kinds. What
 * is no list of texts is passed over as if it were not given, and then the former choice stays.
 */
function rememberAllowedUpdates(parameters: Parameters, context: BotApiContext): void {
  const given = readNames(parameters.text('allowed_updates'));
  if (given !== null) context.store.saveAllowedUpdates(given.filter((kind) => knownKinds.has(kind)));
}

function readNames(text: string): string[] | null {
  try {
    const given: unknown = JSON.parse(text);
    const isList = Array.isArray(given) && given.every((name) => typeof name === 'string');
    return isList ? given.map((name) => String(name).toLowerCase()) : null;
  } catch {
    // Not given, or no JSON: Telegram does not refuse it either.
    return null;
  }
}

const lastSetWebhook = new WeakMap<object, number>();

function setWebhook(parameters: Parameters, context: BotApiContext): unknown {
  const { store } = context;
  const address = parameters.text('url').trim();
  if (address === '') return deleteWebhook(parameters, context);
  const secretToken = parameters.text('secret_token');
  if (secretToken.length > 256) throw badRequest('secret token is too long');
  if (!/^[A-Za-z0-9_-]*$/.test(secretToken)) throw badRequest('secret token contains unallowed characters');
  const url = checkWebhookUrl(address, context.webhook.hosts);
  const since = context.now() - (lastSetWebhook.get(store) ?? 0);
  if (context.limits.isOn && since < 1) throw tooManyRequests(1 - since);
  lastSetWebhook.set(store, context.now());
  rememberAllowedUpdates(parameters, context);
  if (parameters.flag('drop_pending_updates')) context.updates.clear();
  const settings = {
    url,
    secretToken: secretToken === '' ? null : secretToken,
    maxConnections: Math.min(Math.max(parameters.integer('max_connections', 40), 1), 100),
    ipAddress: parameters.has('ip_address') ? parameters.text('ip_address') : null,
    certificate: parameters.file('certificate')?.content.toString('utf8') ?? null,
  };
  const isSame = JSON.stringify(settings) === JSON.stringify(store.webhook());
  store.saveWebhook(settings);
  context.webhook.restart();
  return describe(isSame ? 'Webhook is already set' : 'Webhook was set');
}

function deleteWebhook(parameters: Parameters, context: BotApiContext): unknown {
  if (parameters.flag('drop_pending_updates')) context.updates.clear();
  const wasSet = context.store.webhook() !== null;
  context.store.saveWebhook(null);
  context.webhook.restart();
  return describe(wasSet ? 'Webhook was deleted' : 'Webhook is already deleted');
}

function getWebhookInfo(_: Parameters, context: BotApiContext): unknown {
  const settings = context.store.webhook();
  const error = context.webhook.lastError();
  const allowed = context.store.allowedUpdates();
  return {
    url: settings?.url ?? '',
    has_custom_certificate: settings !== null && settings.certificate !== null,
    pending_update_count: context.updates.pending().length,
    ...(settings !== null && {
      max_connections: settings.maxConnections,
      ip_address: settings.ipAddress ?? '127.0.0.1',
    }),
    ...(settings !== null &&
      error !== null && { last_error_date: error.at, last_error_message: error.message }),
    ...(allowed.length > 0 && { allowed_updates: allowed }),
  };
}

const waitingPolls = new WeakMap<object, { cut(): void }>();

async function getUpdates(parameters: Parameters, context: BotApiContext): Promise<unknown> {
  const { updates, store } = context;
  if (store.webhook() !== null) {
    throw new BotApiError(
      409,
      "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
    );
  }
  waitingPolls.get(store)?.cut();
  rememberAllowedUpdates(parameters, context);
  const offset = parameters.integer('offset', 0);
  const limit = Math.min(Math.max(parameters.integer('limit', 100), 1), 100);
  const timeoutMs = Math.min(Math.max(parameters.integer('timeout', 0), 0), 50) * 1_000;
  confirm(offset, context);
  if (updates.pending().length === 0 && timeoutMs > 0) await nextUpdate(context, timeoutMs);
  return updates.pending().slice(0, limit).map(buildUpdate);
}

/** A positive offset forgets everything before it, a negative one all but the newest. */
function confirm(offset: number, { updates }: BotApiContext): void {
  const pending = updates.pending();
  const forgotten = offset < 0 ? pending.slice(0, offset) : pending.filter((update) => update.id < offset);
  for (const update of forgotten) updates.remove(update.id);
}

function nextUpdate(context: BotApiContext, timeoutMs: number): Promise<void> {
  const { updates, store } = context;
  return new Promise((resolve, reject) => {
    const settle = (): void => {
      clearTimeout(timer);
      forget();
      waitingPolls.delete(store);
    };
    const timer = setTimeout(() => {
      settle();
      resolve();
    }, timeoutMs);
    const forget = updates.onAdded(() => {
      settle();
      // One turn later, so that what was added together is answered together.
      setImmediate(resolve);
    });
    waitingPolls.set(store, {
      cut() {
        settle();
        const why =
          'Conflict: terminated by other getUpdates request; make sure that only one bot instance is running';
        reject(new BotApiError(409, why));
      },
    });
  });
}

/** How updates reach the bot: polling or webhook. */
export const updateMethods: Record<string, BotApiMethod> = {
  setWebhook,
  deleteWebhook,
  getWebhookInfo,
  getUpdates,
};

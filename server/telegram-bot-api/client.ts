/**
 * The Bot API over one undici pool with a deadline on every call; grammY's calls go through it too. The pool's `request`
 * and never `fetch`: the pool costs a tenth of the processor time, and more connections than calls in flight keep calls
 * from waiting for one another.
 */
import type { z } from 'zod';
import type { ProxyAddress } from '#server/proxy-address.ts';
import {
  answerSchema,
  type BotApiAnswer,
  type BotUser,
  botUserSchema,
  type Webhook,
  webhookSchema,
} from './answer.ts';
import { createDispatcher } from './create-dispatcher.ts';
import { BotApiError, BotApiUnreachableError } from './errors.ts';

export interface CallOptions {
  /** Milliseconds until the call is given up; 20 s unless told. */
  deadlineMs?: number;
  signal?: AbortSignal;
}

export interface WebhookOptions {
  url: string;
  secretToken: string;
  allowedUpdates: readonly string[];
  /** 1 … 100 connections that Telegram may open. */
  maxConnections: number;
  isDroppingPending: boolean;
}

/** Every method throws {@link BotApiError} or {@link BotApiUnreachableError}, but `request` never the first. */
export interface BotApiClient {
  /** One call as the Bot API takes it; its refusals are answers here. */
  request(method: string, payload: object, options?: CallOptions): Promise<BotApiAnswer>;
  /** One call whose refusal is thrown; the result as it came. */
  call(method: string, payload: object, options?: CallOptions): Promise<unknown>;
  getMe(): Promise<BotUser>;
  getWebhookInfo(): Promise<Webhook>;
  setWebhook(webhook: WebhookOptions): Promise<void>;
  deleteWebhook(options: { isDroppingPending: boolean }): Promise<void>;
  close(): Promise<void>;
}

const defaultDeadlineMs = 20_000;
/** More than Telegram's 100 webhook connections, so that no answer waits for another one's connection. */
const connections = 128;

/** Creates the client for one bot. `apiRoot` is `https://api.telegram.org` or the address of another Bot API server. */
export function createBotApiClient(options: {
  apiRoot: string;
  token: string;
  /** The way out; null or absent: straight. */
  proxy?: ProxyAddress | null;
}): BotApiClient {
  const root = new URL(options.apiRoot);
  const pool = createDispatcher({ origin: root.origin, connections, proxy: options.proxy ?? null });
  const prefix = `${root.pathname.replace(/\/+$/, '')}/bot${options.token}/`;

  async function request(
    method: string,
    payload: object,
    callOptions: CallOptions = {},
  ): Promise<BotApiAnswer> {
    const deadlineMs = callOptions.deadlineMs ?? defaultDeadlineMs;
    const deadline = AbortSignal.timeout(deadlineMs);
    const given = callOptions.signal;
    try {
      const response = await pool.request({
        origin: root.origin,
        method: 'POST',
        path: prefix + method,
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(payload),
        signal: given === undefined ? deadline : AbortSignal.any([deadline, given]),
        headersTimeout: deadlineMs,
        bodyTimeout: deadlineMs,
      });
      return answerSchema.parse(JSON.parse(await response.body.text()));
    } catch (error) {
      throw new BotApiUnreachableError(method, describe(error, deadline, given));
    }
  }

  async function call(method: string, payload: object, callOptions?: CallOptions): Promise<unknown> {
    const answer = await request(method, payload, callOptions);
    if (answer.ok) return answer.result;
    throw new BotApiError(
      method,
      answer.error_code,
      answer.description,
      answer.parameters?.retry_after ?? null,
    );
  }

  async function callFor<Schema extends z.ZodType>(schema: Schema, method: string): Promise<z.infer<Schema>> {
    const parsed = schema.safeParse(await call(method, {}));
    if (!parsed.success) throw new BotApiUnreachableError(method, 'its answer has another shape');
    return parsed.data;
  }

  return {
    request,
    call,
    getMe: () => callFor(botUserSchema, 'getMe'),
    getWebhookInfo: () => callFor(webhookSchema, 'getWebhookInfo'),
    async setWebhook(webhook) {
      await call('setWebhook', {
        url: webhook.url,
        secret_token: webhook.secretToken,
        allowed_updates: webhook.allowedUpdates,
        max_connections: webhook.maxConnections,
        drop_pending_updates: webhook.isDroppingPending,
      });
    },
    async deleteWebhook({ isDroppingPending }) {
      await call('deleteWebhook', { drop_pending_updates: isDroppingPending });
    },
    close: () => pool.destroy(),
  };
}

/** Why there is no answer, in words that never hold the address. */
function describe(error: unknown, deadline: AbortSignal, given: AbortSignal | undefined): string {
  if (given?.aborted === true) return 'the call was given up';
  if (deadline.aborted) return 'the deadline passed';
  if (error instanceof SyntaxError || (error instanceof Error && error.name === 'ZodError')) {
    return 'its answer is not the JSON of a Bot API';
  }
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.code;
  return error instanceof Error ? error.name : 'unknown';
}

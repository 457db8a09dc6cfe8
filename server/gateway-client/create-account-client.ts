import { Agent } from 'undici';
import type { z } from 'zod';
import {
  sessionsTerminatedSchema,
  telegramSessionsSchema,
  telegramUserInfoSchema,
} from '#contract/account.ts';
import { chatListSchema, chatMessagesSchema } from '#contract/chat.ts';
import type { Connection } from '#server/db/connection.ts';
import { findGatewayAddress } from '#server/db/queries/find-gateway-address.ts';
import { leaseSilenceSeconds } from '#server/db/queries/lease-terms.ts';
import { type AccountAnswer, type AccountClient, gatewayProblemSchema } from './account-answers.ts';
import { askOverHttp, type HttpAnswer } from './ask-over-http.ts';
import { GatewayAnswerError } from './create-gateway-client.ts';

/** The gateway gives up after 20 s by itself; a little more, and its reason arrives. */
const deadlineMs = 22_000;

interface Question {
  accountId: string;
  method: 'GET' | 'POST';
  path: string;
  query?: Record<string, string | number | undefined>;
  body?: object;
}

/** Creates the client that asks the gateway which holds an account's lease; while nobody does, it is unreachable. */
export function createAccountClient(settings: { database: Connection; token: string }): AccountClient {
  const agent = new Agent({ connections: 16, connectTimeout: 3_000 });

  async function ask<T>(schema: z.ZodType<T>, question: Question): Promise<AccountAnswer<T>> {
    const { accountId, method, path, query = {}, body } = question;
    const { database, token } = settings;
    const address = await findGatewayAddress(database, leaseSilenceSeconds, accountId);
    if (address === null) return { kind: 'unreachable' };
    const url = new URL(`${address}/internal/accounts/${accountId}${path}`);
    for (const [name, value] of Object.entries(query)) {
      if (value !== undefined) url.searchParams.set(name, String(value));
    }
    const answer = await askOverHttp({ agent, url, method, token, body, deadlineMs });
    return answer === null ? { kind: 'unreachable' } : readAnswer(schema, answer);
  }

  return {
    listChats: ({ accountId, viewerId }, page) =>
      ask(chatListSchema, {
        ...{ accountId, method: 'GET', path: '/chats' },
        query: { viewer_id: viewerId, ...page },
      }),
    readChat: ({ accountId, viewerId }, chatId, range) =>
      ask(chatMessagesSchema, {
        ...{ accountId, method: 'GET', path: `/chats/${encodeURIComponent(chatId)}/messages` },
        query: { viewer_id: viewerId, ...range },
      }),
    loadUser: ({ accountId, viewerId }) =>
      ask(telegramUserInfoSchema, {
        ...{ accountId, method: 'GET', path: '/user' },
        query: { viewer_id: viewerId },
      }),
    listLogins: ({ accountId, viewerId }) =>
      ask(telegramSessionsSchema, {
        ...{ accountId, method: 'GET', path: '/authorizations' },
        query: { viewer_id: viewerId },
      }),
    endOtherLogins: ({ accountId, viewerId }) =>
      ask(sessionsTerminatedSchema, {
        ...{ accountId, method: 'POST', path: '/terminate-others' },
        body: { viewer_id: viewerId },
      }),
    close: () => agent.close(),
  };
}

function readAnswer<T>(
  schema: z.ZodType<T>,
  { status, retryAfterSeconds, json }: HttpAnswer,
): AccountAnswer<T> {
  if (status === 200) {
    const parsed = schema.safeParse(json);
    if (parsed.success) return { kind: 'answer', value: parsed.data };
    throw new GatewayAnswerError(status);
  }
  const problem = gatewayProblemSchema.safeParse(json);
  if (!problem.success || status === 401 || status === 500) throw new GatewayAnswerError(status);
  const { code, reason = null } = problem.data;
  return { kind: 'problem', code, reason, retryAfterSeconds };
}

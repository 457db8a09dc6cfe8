import { Agent, request } from 'undici';
import type { z } from 'zod';
import type { Connection } from '#server/db/connection.ts';
import { findGatewayAddress } from '#server/db/queries/find-gateway-address.ts';
import { leaseSilenceSeconds } from '#server/db/queries/lease-terms.ts';
import { GatewayAnswerError } from './create-gateway-client.ts';
import { type BeginLogin, type LoginState, type LoginStep, loginStateSchema } from './login-answers.ts';
import {
  endOutcomeSchema,
  type ImportOutcome,
  type ImportSession,
  importOutcomeSchema,
  type PrintOutcome,
  type PrintSession,
  printOutcomeSchema,
} from './session-answers.ts';

/** What became of an account that was to be ended. */
export type EndAnswer =
  | { kind: 'ended'; isLoggedOut: boolean }
  | { kind: 'not-found' }
  /** It lives from the configuration of a gateway, and would come back. */
  | { kind: 'configured' }
  /** The gateway that holds it does not answer. */
  | { kind: 'unreachable' };

/** Asks a gateway to log accounts in and out. No gateway in reach is `no-source`, never an error. */
export interface LoginGatewayClient {
  begin(body: BeginLogin): Promise<LoginState>;
  step(flowId: string, body: LoginStep): Promise<LoginState>;
  end(accountId: string, actor: string): Promise<EndAnswer>;
  importSession(body: ImportSession): Promise<ImportOutcome>;
  printSession(accountId: string, body: PrintSession): Promise<PrintOutcome | { kind: 'unreachable' }>;
  close(): Promise<void>;
}

/** A gateway gives a step up after 40 s; a little more, and its answer arrives. */
const deadlineMs = 45_000;

/** Creates the client. Any gateway can take any step; one account is ended by the gateway that holds it. */
export function createLoginClient(settings: {
  database: Connection;
  fallbackUrl: string;
  token: string;
}): LoginGatewayClient {
  const agent = new Agent({ connections: 16, connectTimeout: 3_000 });
  const noSource = { kind: 'refused', code: 'no-source', retry_after: null } as const;

  /** The gateway of the configuration first, then one that is known to live; the holder alone for one account. */
  async function send(path: string, body: object, accountId: string | null = null): Promise<Answer | null> {
    const held = await findGatewayAddress(settings.database, leaseSilenceSeconds, accountId);
    const addresses =
      accountId !== null && held !== null ? [held] : [settings.fallbackUrl, ...(held === null ? [] : [held])];
    for (const address of new Set(addresses)) {
      const answer = await sendTo(`${address}/internal${path}`, body);
      if (answer !== 'refused') return answer;
    }
    return null;
  }

  /** `refused`: nobody listens there, so that nothing can have happened; null: nobody knows what did. */
  async function sendTo(url: string, body: object): Promise<Answer | null | 'refused'> {
    try {
      const response = await request(url, {
        dispatcher: agent,
        method: 'POST',
        headers: { authorization: `Bearer ${settings.token}`, 'content-type': 'application/json' },
        body: JSON.stringify(body),
        signal: AbortSignal.timeout(deadlineMs),
      });
      return { status: response.statusCode, json: parseJson(await response.body.text()) };
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : null;
      return code === 'ECONNREFUSED' || code === 'UND_ERR_CONNECT_TIMEOUT' ? 'refused' : null;
    }
  }

  return {
    async begin(body) {
      const answer = await send('/logins', body);
      return answer === null ? noSource : read(loginStateSchema, answer);
    },
    async step(flowId, body) {
      const answer = await send(`/logins/${encodeURIComponent(flowId)}`, body);
      return answer === null ? noSource : read(loginStateSchema, answer);
    },
    async end(accountId, actor) {
      const answer = await send(`/accounts/${accountId}/end`, { actor }, accountId);
      if (answer === null || answer.status === 503) return { kind: 'unreachable' };
      if (answer.status === 404) return { kind: 'not-found' };
      if (answer.status === 409) return { kind: 'configured' };
      return { kind: 'ended', isLoggedOut: read(endOutcomeSchema, answer).logged_out };
    },
    async importSession(body) {
      const answer = await send('/sessions', body);
      return answer === null ? { kind: 'refused', code: 'no-source' } : read(importOutcomeSchema, answer);
    },
    async printSession(accountId, body) {
      const answer = await send(`/accounts/${accountId}/session-string`, body);
      return answer === null ? { kind: 'unreachable' } : read(printOutcomeSchema, answer);
    },
    close: () => agent.close(),
  };
}

interface Answer {
  status: number;
  json: unknown;
}

function read<T>(schema: z.ZodType<T>, answer: Answer): T {
  const parsed = answer.status === 200 ? schema.safeParse(answer.json) : null;
  if (!parsed?.success) throw new GatewayAnswerError(answer.status);
  return parsed.data;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Not JSON: no schema fits undefined, and the status is told.
    return undefined;
  }
}

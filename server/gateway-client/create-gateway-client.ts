import { Agent, request } from 'undici';
import type { z } from 'zod';
import type { Connection } from '#server/db/connection.ts';
import { findGatewayAddress } from '#server/db/queries/find-gateway-address.ts';
import { leaseSilenceSeconds } from '#server/db/queries/lease-terms.ts';
import {
  type GatewayStatus,
  gatewayStatusSchema,
  type ResolveOutcome,
  resolveOutcomeSchema,
} from './gateway-answers.ts';

export interface GatewayClient {
  /**
   * Asks who has a name (without @), on behalf of a viewer whose own account may be asked where there is no other.
   * `no-source` when no gateway can be reached in time: never throws for that.
   */
  resolveChannel(name: string, viewerId?: string | null): Promise<ResolveOutcome>;
  /** How MTProto is. Asks at `GATEWAY_URL` when the database, which knows who holds the session, is away. */
  status(): Promise<GatewayStatus>;
  /** Has the gateway try to connect now, and tells how MTProto is then. */
  connect(): Promise<GatewayStatus>;
  close(): Promise<void>;
}

/** How long a gateway may take to answer; resolving a name is one call to Telegram. */
const deadlineMs = 10_000;
/** Connecting is more than one call: a lease, a handshake and who the account is. */
const connectDeadlineMs = 25_000;

/** The gateway answered with something else than it promises: two versions run together, or the token differs. */
export class GatewayAnswerError extends Error {
  readonly code = 'gateway-answer';
  readonly status: number;

  constructor(status: number) {
    super(
      `the gateway answered ${status} or something unreadable: do both processes have the same GATEWAY_TOKEN?`,
    );
    this.name = 'GatewayAnswerError';
    this.status = status;
  }
}

/**
 * Creates the client of the gateway. It looks up in the lease table who holds the session, because with several
 * gateways only one does, and falls back to `GATEWAY_URL` while nobody holds it.
 */
export function createGatewayClient(settings: {
  database: Connection;
  fallbackUrl: string;
  token: string;
}): GatewayClient {
  const agent = new Agent({ connections: 16, connectTimeout: 3_000 });

  async function resolveChannel(name: string, viewerId: string | null = null): Promise<ResolveOutcome> {
    const body = viewerId === null ? { name } : { name, viewerId };
    const answer = await send(`${await findAddress(viewerId)}/internal/resolve`, body);
    return answer === null ? { kind: 'no-source' } : read(resolveOutcomeSchema, answer);
  }

  async function status(): Promise<GatewayStatus> {
    const answer = await send(`${await findAddressIfPossible()}/api/v1/stats/status`, null);
    return answer === null ? unreachableStatus : read(gatewayStatusSchema, answer);
  }

  async function connect(): Promise<GatewayStatus> {
    const url = `${await findAddressIfPossible()}/api/v1/stats/connect`;
    const answer = await send(url, {}, connectDeadlineMs);
    if (answer === null) return unreachableStatus;
    // 503 says that it could not connect; the status says it in full.
    return answer.status === 503 ? status() : read(gatewayStatusSchema, answer);
  }

  async function findAddress(viewerId: string | null = null): Promise<string> {
    const leased = await findGatewayAddress(settings.database, leaseSilenceSeconds, null, viewerId);
    return leased ?? settings.fallbackUrl;
  }

  async function findAddressIfPossible(): Promise<string> {
    try {
      return await findAddress();
    } catch {
      // How MTProto is can be told without a database; whoever asks learns from its own questions that it is away.
      return settings.fallbackUrl;
    }
  }

  function read<T>(schema: z.ZodType<T>, answer: Answer): T {
    const parsed = answer.status === 200 ? schema.safeParse(answer.json) : null;
    if (!parsed?.success) throw new GatewayAnswerError(answer.status);
    return parsed.data;
  }

  /** null: nobody is there, or nobody answered in time. */
  async function send(url: string, body: object | null, lateMs = deadlineMs): Promise<Answer | null> {
    try {
      const response = await request(url, {
        dispatcher: agent,
        method: body === null ? 'GET' : 'POST',
        headers: {
          authorization: `Bearer ${settings.token}`,
          ...(body === null ? {} : { 'content-type': 'application/json' }),
        },
        body: body === null ? null : JSON.stringify(body),
        signal: AbortSignal.timeout(lateMs),
      });
      const text = await response.body.text();
      return { status: response.statusCode, json: parseJson(text) };
    } catch {
      // Refused, reset or late: to the asker all of them mean that there is no source now.
      return null;
    }
  }

  return { resolveChannel, status, connect, close: () => agent.close() };
}

interface Answer {
  status: number;
  json: unknown;
}

const unreachableStatus: GatewayStatus = {
  enabled: false,
  available: false,
  connected: false,
  has_api_id: false,
  has_api_hash: false,
  has_session: false,
  reason: 'gateway-unreachable',
  sessions: [],
};

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Not JSON: the schema refuses undefined and the caller names the status.
    return undefined;
  }
}

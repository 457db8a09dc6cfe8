import { createHmac, randomBytes } from 'node:crypto';
import { RpcError } from '#sandbox/mtproto/rpc-error.ts';

/** Which graph a token stands for. */
export interface GraphReference {
  channelId: string;
  /** The post, for graphs of one post. */
  messageId: number | null;
  graph: string;
  /** True: only for a closer look at one column. */
  isZoom: boolean;
}

/** Tokens of graphs that are fetched later; each belongs to who got it. */
export interface GraphTokens {
  issue(callerId: string, reference: GraphReference, now: number): string;
  /** Throws Telegram's errors for tokens that are no good any more. */
  read(callerId: string, token: string, now: number): GraphReference;
}

const lifetimeSeconds = 3600;
const daySeconds = 86_400;

/** Tokens say themselves what they are for, signed with a key that ends with the process. */
export function createGraphTokens(): GraphTokens {
  const key = randomBytes(32);
  const sign = (callerId: string, text: string): string =>
    createHmac('sha256', key).update(`${callerId}:${text}`).digest('base64url').slice(0, 22);

  return {
    issue(callerId, reference, now) {
      const text = Buffer.from(JSON.stringify([Math.floor(now), reference])).toString('base64url');
      return `${text}.${sign(callerId, text)}`;
    },
    read(callerId, token, now) {
      const [text = '', signature] = token.split('.');
      if (signature !== sign(callerId, text)) throw new RpcError(400, 'GRAPH_INVALID_RELOAD');
      const [issuedAt, reference]: [number, GraphReference] = JSON.parse(
        Buffer.from(text, 'base64url').toString(),
      );
      if (now > issuedAt + lifetimeSeconds) throw new RpcError(400, 'GRAPH_EXPIRED_RELOAD');
      // A new day has a column that the graphs of the day before lack.
      const hasNewDay = Math.floor(now / daySeconds) !== Math.floor(issuedAt / daySeconds);
      if (hasNewDay) throw new RpcError(400, 'GRAPH_OUTDATED_RELOAD');
      return reference;
    },
  };
}

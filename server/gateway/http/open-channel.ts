import type { ChannelId } from '#contract/channel-id.ts';
import type { Database } from '#server/db/database.ts';
import { loadAccessHash } from '#server/db/queries/load-access-hash.ts';
import { loadChannel } from '#server/db/queries/load-channel.ts';
import { saveChannelState } from '#server/db/queries/save-channel-state.ts';
import type { ResolveOutcome } from '#server/gateway-client/gateway-answers.ts';
import type { Log } from '#server/log.ts';
import { forgetPeer, obtainPeer } from '../collect/obtain-peer.ts';
import type { ChannelPeer } from '../telegram/fetch-history.ts';
import { MtprotoError } from '../telegram/mtproto-failure.ts';
import { type ChatReference, parseChatId } from './parse-chat-id.ts';
import { GatewayProblem } from './problem.ts';
import type { AskedSource } from './resolve-channel.ts';

export interface StatsDependencies {
  database: Database;
  log: Log;
  source(): AskedSource | null;
  /** Why there is no connected session; null: there is one. */
  reason(): string | null;
  resolve(name: string): Promise<ResolveOutcome>;
  now(): Date;
}

/** A channel and the session that reads it while a person waits. */
export interface OpenChannel {
  source: AskedSource;
  peer: ChannelPeer;
}

/**
 * Does `work` with the channel that `chatId` names, through the operator's own session and with what that account knows
 * of the channel. A stored name is never resolved again; only when Telegram refuses the stored access hash is the name
 * asked for once more, as the collectors do.
 */
export async function withChannel<T>(
  dependencies: StatsDependencies,
  chatId: string,
  work: (channel: OpenChannel) => Promise<T>,
): Promise<T> {
  const reference = readReference(chatId);
  const source = dependencies.source();
  if (source === null) throw noSession(dependencies);
  const channelId = await findChannelId(dependencies, reference);
  const access = {
    ...dependencies,
    session: source.interactive,
    accountId: source.accountId,
    random: Math.random,
  };
  const peer = await fromDatabase(async () => {
    await refuseStranger(dependencies, source, channelId);
    return obtainPeer(access, channelId);
  });
  try {
    return await work({ source, peer });
  } catch (error) {
    if (!isRefusedHash(error)) throw error;
  }
  const renewed = await fromDatabase(async () => {
    await forgetPeer(access, channelId);
    try {
      return await obtainPeer(access, channelId);
    } catch (error) {
      const isGone = error instanceof MtprotoError && error.failure.kind === 'name-not-found';
      if (isGone) await saveChannelState(dependencies.database, channelId, 'gone');
      throw error;
    }
  });
  return work({ source, peer: renewed });
}

function readReference(chatId: string): Exclude<ChatReference, { kind: 'group' }> {
  const reference = parseChatId(chatId);
  if (reference === null) {
    const message = 'must be -100…, a bare channel id or @name';
    throw new GatewayProblem('invalid-request', { errors: [{ field: 'chatId', message }] });
  }
  if (reference.kind === 'group') throw new GatewayProblem('not-a-channel', { what: 'group' });
  return reference;
}

async function findChannelId(
  dependencies: StatsDependencies,
  reference: Exclude<ChatReference, { kind: 'group' }>,
): Promise<ChannelId> {
  if (reference.kind === 'id') return reference.channelId;
  const outcome = await fromDatabase(() => dependencies.resolve(reference.name));
  switch (outcome.kind) {
    case 'channel':
      return outcome.channelId;
    case 'not-found':
      throw new GatewayProblem('channel-unknown');
    case 'not-a-channel':
      throw new GatewayProblem('not-a-channel', { what: outcome.what });
    case 'private':
      throw new GatewayProblem('channel-private');
    case 'wait': {
      const leftMs = Date.parse(outcome.until) - dependencies.now().getTime();
      throw new GatewayProblem('flood-wait', { retryAfterSeconds: Math.max(1, leftMs / 1_000) });
    }
    case 'no-source':
      // The resolver tells all other failures so: with a connected session it was Telegram's.
      throw dependencies.reason() === null
        ? new GatewayProblem('telegram-trouble', { reason: 'resolve' })
        : noSession(dependencies);
  }
}

/**
 * A channel is reached by what this account was told of it. One that the account never met can be asked for by its
 * stored name, if it has one that led somewhere; an id alone leads nowhere.
 */
async function refuseStranger(
  { database }: StatsDependencies,
  source: AskedSource,
  channelId: ChannelId,
): Promise<void> {
  if ((await loadAccessHash(database, source.accountId, channelId)) !== null) return;
  const channel = await loadChannel(database, channelId);
  if (channel === null || channel.state === 'gone') throw new GatewayProblem('channel-unknown');
}

function noSession({ reason }: StatsDependencies): GatewayProblem {
  return new GatewayProblem('no-session', { reason: reason() ?? 'network' });
}

function isRefusedHash(error: unknown): boolean {
  return (
    error instanceof MtprotoError &&
    error.failure.kind === 'channel-unavailable' &&
    error.failure.code === 'CHANNEL_INVALID'
  );
}

/** Of what is done here only the database and Telegram can fail, and Telegram's failures have a class of their own. */
async function fromDatabase<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof MtprotoError || error instanceof GatewayProblem) throw error;
    throw new GatewayProblem('temporarily-unavailable', { retryAfterSeconds: 5 }, error);
  }
}

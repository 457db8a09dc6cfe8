import type { Database } from '#server/db/database.ts';
import { findChannelByName } from '#server/db/queries/find-channel-by-name.ts';
import { loadChannel } from '#server/db/queries/load-channel.ts';
import { saveChannel } from '#server/db/queries/save-channel.ts';
import { saveChannelAccess } from '#server/db/queries/save-channel-access.ts';
import { saveChannelNames } from '#server/db/queries/save-channel-names.ts';
import type { ResolveOutcome } from '#server/gateway-client/gateway-answers.ts';
import type { Log } from '#server/log.ts';
import type { Source } from '../sessions/source.ts';
import type { Channel } from '../telegram/build-channel.ts';
import { MtprotoError } from '../telegram/mtproto-failure.ts';
import { type ResolvedName, resolveUsername } from '../telegram/resolve-username.ts';

export interface ResolveDependencies {
  database: Database;
  log: Log;
  /** Who may be asked on behalf of a viewer (null: nobody's), the one to ask first first. */
  sources(viewerId: string | null): AskedSource[];
  now(): Date;
}

export type AskedSource = Pick<Source, 'accountId' | 'interactive'>;

/** Telegram's own rule for names: they begin with a letter; collectible ones have four characters. */
const usernamePattern = /^[a-z][a-z0-9_]{3,31}$/;

/** How long "nobody has this name" is believed without asking again. */
const negativeMs = 60_000;
const mostNegatives = 1_000;

/**
 * Creates the answer to "who has this name". A name is asked of Telegram once: what it led to is stored when, and only
 * when, it is a broadcast channel, and is answered from the database from then on. Those who ask for the same name at
 * the same time share one call, and a name that nobody has is not asked for again for a minute. Where one account has to
 * wait or cannot be reached, the next one is asked.
 */
export function createResolver(
  dependencies: ResolveDependencies,
): (name: string, viewerId?: string | null) => Promise<ResolveOutcome> {
  const asking = new Map<string, Promise<ResolveOutcome>>();
  const negatives = new Map<string, { outcome: ResolveOutcome; until: number }>();

  async function ask(name: string, sources: readonly AskedSource[]): Promise<ResolveOutcome> {
    const stored = await findStored(dependencies, name);
    if (stored !== null) return stored;
    const negative = negatives.get(name);
    if (negative !== undefined && dependencies.now().getTime() < negative.until) return negative.outcome;
    negatives.delete(name);
    let outcome: ResolveOutcome = { kind: 'no-source' };
    for (const source of sources) {
      outcome = await askOne(dependencies, source, name);
      if (outcome.kind !== 'wait' && outcome.kind !== 'no-source') break;
    }
    if (outcome.kind === 'not-found' || outcome.kind === 'not-a-channel') remember(name, outcome);
    return outcome;
  }

  function remember(name: string, outcome: ResolveOutcome): void {
    const [oldest] = negatives.keys();
    if (negatives.size >= mostNegatives && oldest !== undefined) negatives.delete(oldest);
    negatives.set(name, { outcome, until: dependencies.now().getTime() + negativeMs });
  }

  return (given, viewerId = null) => {
    const name = given.toLowerCase();
    if (!usernamePattern.test(name)) return Promise.resolve({ kind: 'not-found' });
    const sources = dependencies.sources(viewerId);
    const key = [name, ...sources.map((source) => source.accountId)].join(' ');
    const shared = asking.get(key);
    if (shared !== undefined) return shared;
    const answer = ask(name, sources).finally(() => asking.delete(key));
    asking.set(key, answer);
    return answer;
  };
}

async function askOne(
  dependencies: ResolveDependencies,
  source: AskedSource,
  name: string,
): Promise<ResolveOutcome> {
  try {
    const resolved = await resolveUsername(source.interactive, name);
    return await settle(dependencies, source, name, resolved);
  } catch (error) {
    return explain(dependencies, error);
  }
}

async function findStored(dependencies: ResolveDependencies, name: string): Promise<ResolveOutcome | null> {
  const { database } = dependencies;
  const channelId = await findChannelByName(database, name);
  if (channelId === null) return null;
  const channel = await loadChannel(database, channelId);
  if (channel?.state !== 'active') return null;
  return { kind: 'channel', channelId, title: channel.title, username: channel.username };
}

async function settle(
  dependencies: ResolveDependencies,
  source: AskedSource,
  name: string,
  resolved: ResolvedName,
): Promise<ResolveOutcome> {
  if (resolved.kind === 'channel') return store(dependencies, source, name, resolved.channel);
  if (resolved.kind === 'not-found' || resolved.kind === 'private') return { kind: resolved.kind };
  return { kind: 'not-a-channel', what: resolved.kind };
}

async function store(
  dependencies: ResolveDependencies,
  { accountId }: AskedSource,
  name: string,
  channel: Channel & { accessHash: string },
): Promise<ResolveOutcome> {
  const { channelId, title, username, accessHash } = channel;
  const now = dependencies.now();
  await dependencies.database.transaction(async (connection) => {
    await saveChannel(connection, {
      channelId,
      title,
      username,
      visibility: username === null ? 'private' : 'public',
      state: 'active',
      source: 'mtproto',
      capturedAt: now,
    });
    const usernames = [name, ...channel.usernames];
    await saveChannelNames(connection, { channelId, usernames, resolvedAt: now });
    await saveChannelAccess(connection, { accountId, channelId, accessHash, capturedAt: now });
  });
  return { kind: 'channel', channelId, title, username };
}

/** What a call that failed means to the person who asked. */
function explain(dependencies: ResolveDependencies, error: unknown): ResolveOutcome {
  if (!(error instanceof MtprotoError)) throw error;
  const { kind, code } = error.failure;
  dependencies.log.info({ failure: kind, reason: code }, 'a name could not be resolved');
  if (error.failure.kind === 'flood-wait') {
    const until = new Date(dependencies.now().getTime() + error.failure.seconds * 1_000);
    return { kind: 'wait', until: until.toISOString() };
  }
  return error.failure.kind === 'channel-unavailable' ? { kind: 'private' } : { kind: 'no-source' };
}

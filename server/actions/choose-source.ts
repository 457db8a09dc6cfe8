/** An account that might read a channel, as it is now. */
export interface SourceCandidate {
  accountId: string;
  kind: 'operator' | 'viewer' | 'bot';
  /** `held`: a gateway has its session now; `lately`: one had it until a moment ago; `away`: nobody has. */
  presence: 'held' | 'lately' | 'away';
  /** Milliseconds: Telegram wants no reading calls of it before; null: it may call. */
  pausedUntil: number | null;
  /** The account keeps an access hash of this very channel. */
  hasAccess: boolean;
  /** Its owner tracks this channel; false for accounts without an owner. */
  isTracker: boolean;
  /** Its owner lets it read public channels for everybody. */
  isShared: boolean;
  /** Milliseconds: when Telegram last refused it this channel; null: never. */
  refusedAt: number | null;
  /** How many channels it reads already. */
  load: number;
}

/** Everything that the choice for one channel depends on. */
export interface SourceFacts {
  /** null: the channel was not described to us yet. */
  visibility: 'public' | 'private' | null;
  isMtprotoAllowed: boolean;
  /** Who reads it now. */
  accountId: string | null;
  candidates: readonly SourceCandidate[];
}

/** Who reads a channel. `waitsFor` is the account that reads its posts as soon as it can again; null: no account may. */
export type SourceChoice =
  | { kind: 'mtproto'; accountId: string }
  | { kind: 'bot_api'; waitsFor: string | null }
  | { kind: 'none'; waitsFor: string | null };

/** A pause of up to this long is waited for; in a longer one somebody else reads. */
export const patienceMs = 60_000;

/** An account that was refused a channel tries it again after this. */
const refusalMs = 6 * 3_600_000;

const ranks = { operator: 0, owner: 1, shared: 2, bot: 3 } as const;

/**
 * Chooses who reads a channel at `now` (milliseconds): an operator's session, else one of somebody who tracks the
 * channel, else a shared one, else the bot's, each only where it may see the channel; with none of them ready, the Bot
 * API for what that tells. Nobody's account ever reads a private channel that its owner does not track. Among equals
 * whoever reads it already goes on, then the one with the fewest channels.
 */
export function chooseSource(facts: SourceFacts, now: number): SourceChoice {
  const able = facts.isMtprotoAllowed
    ? facts.candidates
        .filter((candidate) => mayRead(candidate, facts, now))
        .toSorted((a, b) => compare(a, b, facts.accountId))
    : [];
  const ready = able.find((candidate) => candidate.presence === 'held' && !isPaused(candidate, now));
  if (ready !== undefined) return { kind: 'mtproto', accountId: ready.accountId };
  const waitsFor = able.find((candidate) => candidate.presence !== 'away')?.accountId ?? null;
  return { kind: isOpenToBot(facts) ? 'bot_api' : 'none', waitsFor };
}

function mayRead(candidate: SourceCandidate, { visibility }: SourceFacts, now: number): boolean {
  const { kind, hasAccess, isTracker, isShared, refusedAt } = candidate;
  if (refusedAt !== null && now - refusedAt < refusalMs) return false;
  if (visibility === 'public') return kind !== 'viewer' || isTracker || isShared;
  if (kind === 'viewer') return isTracker && hasAccess;
  return hasAccess || visibility === null;
}

function isPaused({ pausedUntil }: SourceCandidate, now: number): boolean {
  return pausedUntil !== null && pausedUntil - now > patienceMs;
}

/** A private channel is open to the bot where it was let in: then the bot's own account has met it. */
function isOpenToBot({ visibility, candidates }: SourceFacts): boolean {
  return visibility !== 'private' || candidates.some(({ kind, hasAccess }) => kind === 'bot' && hasAccess);
}

function compare(a: SourceCandidate, b: SourceCandidate, current: string | null): number {
  return (
    rankOf(a) - rankOf(b) ||
    Number(b.accountId === current) - Number(a.accountId === current) ||
    a.load - b.load ||
    (BigInt(a.accountId) < BigInt(b.accountId) ? -1 : 1)
  );
}

function rankOf({ kind, isTracker }: SourceCandidate): number {
  if (kind === 'viewer') return isTracker ? ranks.owner : ranks.shared;
  return ranks[kind];
}

import type { StoryClock } from './story-clock.ts';
import type { ChannelScript } from './timeline.ts';
import type { MemberEvent, MemberTotals, WorldChannel, WorldInvite, WorldUser } from './world.ts';

/** Where channels come from. Several sources make one world; no channel may come twice. */
export type WorldSource =
  | { kind: 'demo' }
  /** A folder with `channel.json` and `messages.jsonl`. */
  | { kind: 'recorded'; directory: string }
  /** One generated channel with so many messages, for measuring. */
  | { kind: 'synthetic'; messages: number; seed: number };

export interface WorldOptions {
  sources: readonly WorldSource[];
  /** The same seed and epoch give the same world to the byte. */
  seed: number;
  /** Unix seconds: the generated past ends and the generated future begins here; recordings are moved to end before it. */
  epoch: number;
  /** How much faster than the wall the generated future runs; 1 by default. */
  speed?: number;
  /** `weeks` (default) moves recordings by whole weeks so that they end within the week before `epoch`. */
  rebase?: 'weeks' | 'none';
  /** Keeps what was done in the world (posts, joins) over a restart; null: kept in memory only. */
  journalFile?: string | null;
  /** World time, unix seconds; wall time by default. */
  now?: () => number;
  /** How often due events are looked for; 1000 by default, 0: only when somebody reads or calls `advance`. */
  tickMs?: number;
}

/** What a source is told about the world it becomes part of. */
export interface SourceContext {
  seed: number;
  epoch: number;
  clock: StoryClock;
  rebase: 'weeks' | 'none';
}

/** A channel together with everything that will happen in it. */
export interface ScriptedChannel {
  channel: WorldChannel;
  script: ChannelScript;
  /** Size of the crowd at a world time; null: a recording does not say. */
  subscribersAt(at: number): number | null;
  /** Who the crowd is; absent where it is only a number that never changes. */
  members?: MemberScript;
}

/** The crowd of a generated channel, person by person. All times are world time. */
export interface MemberScript {
  totalsAt(at: number): MemberTotals;
  /** After `from` and not after `to`, oldest first. */
  eventsBetween(from: number, to: number): MemberEvent[];
  /** At most `count` of those who were there at `at`, the newest first. */
  newestAt(at: number, count: number): { userId: string; at: number }[];
  invites(): readonly WorldInvite[];
}

/** What a source brings into the world. */
export interface SourceContent {
  users: WorldUser[];
  channels: ScriptedChannel[];
  /** People who are only known by an id of theirs. */
  crowdUser?: (id: string) => WorldUser | null;
}

/** What an alert rule looks at; shares are 0…1, times seconds. */
export type AlertCondition =
  /** Subscribers changed by at least this share within so much time; negative: fell. */
  | { kind: 'subscribers-changed'; share: number; withinSeconds: number }
  /** A post reached so many views. */
  | { kind: 'views-reached'; views: number }
  /** A post goes so many times faster than usual; below 1: as slow as that. */
  | { kind: 'velocity'; times: number }
  /** Nothing was published for so long. */
  | { kind: 'silence'; seconds: number };

export interface AlertRule {
  ruleId: string;
  condition: AlertCondition;
}

/** One thing that was seen, at an instant in seconds since 1970; series of the past are read as the same. */
export type AlertObservation =
  | { kind: 'subscribers'; at: number; subscribers: number }
  | { kind: 'published'; at: number; postId: number }
  /** `velocity` as in velocityOf; null: not known. */
  | { kind: 'views'; at: number; postId: number; views: number; velocity: number | null }
  /** Nothing but that time passed. */
  | { kind: 'tick'; at: number };

/** A rule that came true. */
export interface Alert {
  ruleId: string;
  at: number;
  /** The post it is about; null: the channel. */
  postId: number | null;
  /** What was measured: a share, views, times, or seconds, as the condition says its threshold. */
  measured: number;
}

/** What rules remember between observations: plain values, so that it can be stored. */
export interface RuleMemory {
  /** Counts of subscribers that rules still look back to, ascending. */
  counts: { at: number; subscribers: number }[];
  /** Rules of the channel that are true now: they speak again only after having been false. */
  holding: string[];
  /** By rule: posts it has spoken of, the latest last. */
  spoken: Record<string, number[]>;
  lastPublishedAt: number | null;
}

export const emptyMemory: RuleMemory = { counts: [], holding: [], spoken: {}, lastPublishedAt: null };

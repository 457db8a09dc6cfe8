/**
 * A TCP proxy that makes a network bad on purpose: it stands before PostgreSQL, the Bot API, MTProto or the api, passes
 * bytes through, and spoils them by toxics that are added and removed while connections are open. This file says what
 * each toxic does; `link.ts` is one connection through the proxy, `fault-proxy.ts` the proxy.
 */
export type Toxic =
  /** Every piece arrives so much later; the order is kept. */
  | { kind: 'latency'; ms: number; jitterMs?: number }
  | { kind: 'bandwidth'; bytesPerSecond: number }
  /** Pieces of so many bytes with a pause after each. */
  | { kind: 'slicer'; bytes: number; pauseMs: number }
  /** Connections end with RST so long after they began, or after the toxic came. Concerns both directions. */
  | { kind: 'reset'; afterMs: number }
  /**
   * Bytes and closings vanish, so both ends believe in a connection that is gone: half-open. A connection that lost
   * anything never speaks again, and is reset when the toxic is removed, as a host that knows nothing of it would do.
   */
  | { kind: 'blackhole' }
  /** The other end hears of a closing so much later. */
  | { kind: 'slow-close'; ms: number }
  /** A connection ends in the middle after it has carried so many bytes in this direction. */
  | { kind: 'limit-data'; bytes: number }
  /** Nobody listens: connections are cut and new ones refused. Concerns both directions. */
  | { kind: 'down' };

export type Direction = 'to-server' | 'to-client';

/** A toxic at work. `hits` counts the pieces it spoiled, or the connections it cut. */
export interface ActiveToxic {
  toxic: Toxic;
  /** null: both. */
  direction: Direction | null;
  hits: number;
}

/** The first toxic of this kind that concerns this direction. */
export function findToxic<Kind extends Toxic['kind']>(
  active: readonly ActiveToxic[],
  kind: Kind,
  direction: Direction,
): { settings: Extract<Toxic, { kind: Kind }>; hit(): void } | null {
  for (const one of active) {
    if (one.toxic.kind !== kind || (one.direction ?? direction) !== direction) continue;
    return {
      settings: one.toxic as Extract<Toxic, { kind: Kind }>,
      hit: () => {
        one.hits += 1;
      },
    };
  }
  return null;
}

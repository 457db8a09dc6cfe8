import type { Values } from './values.ts';

/** A frozen account: it may read a little and do nothing, until it is deleted or its appeal succeeds. */
export interface Freeze {
  /** Unix seconds. */
  since: number;
  until: number;
  appealUrl: string;
}

/** How the server stands to an account. */
export interface Standings {
  homeDc(userId: string): number;
  setHomeDc(userId: string, dcId: number): void;
  freeze(userId: string): Freeze | null;
  setFreeze(userId: string, freeze: Freeze | null): void;
  /** Refuse an auth key as soon as it is used from two connections; off at the start. */
  refusesSharedKeys: boolean;
}

export function createStandings(values: Values, homeDcId: number): Standings {
  return {
    homeDc: (userId) => (values.get(`home:${userId}`) ?? homeDcId) as number,
    setHomeDc: (userId, dcId) => values.put(`home:${userId}`, dcId),
    freeze: (userId) => (values.get(`freeze:${userId}`) ?? null) as Freeze | null,
    setFreeze(userId, freeze) {
      if (freeze === null) values.delete(`freeze:${userId}`);
      else values.put(`freeze:${userId}`, freeze);
    },
    refusesSharedKeys: false,
  };
}

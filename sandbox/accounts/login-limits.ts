import type { Values } from './values.ts';

/** How often somebody may try to log in. */
export interface LoginLimits {
  /** Notes that a code is sent to this number; seconds to wait where it must not be, else 0. */
  noteCode(phone: string): number;
  /** Notes a wrong code or password of a number. */
  noteWrong(phone: string): void;
  /** Seconds until a number with too many wrong ones may try again; 0: now. */
  secondsUntilTry(phone: string): number;
  /** Forgets what a number did, or all of them. */
  clear(phone?: string): void;
}

/** Codes a number gets within a day, and wrong codes and passwords it may type. */
export const codesPerDay = 5;
export const wrongTriesPerDay = 10;
const daySeconds = 86_400;

export function createLoginLimits(values: Values, now: () => number): LoginLimits {
  /** Instants of the last day, the oldest first. */
  function recent(key: string): number[] {
    const times = (values.get(key) ?? []) as number[];
    return times.filter((time) => time > now() - daySeconds);
  }

  function secondsUntil(key: string, most: number): number {
    const times = recent(key);
    const blocking = times.at(-most);
    return blocking === undefined ? 0 : Math.ceil(blocking + daySeconds - now());
  }

  return {
    noteCode(phone) {
      const key = `limit:code:${phone}`;
      const wait = secondsUntil(key, codesPerDay);
      if (wait === 0) values.put(key, [...recent(key), now()]);
      return wait;
    },
    noteWrong(phone) {
      const key = `limit:wrong:${phone}`;
      values.put(key, [...recent(key), now()]);
    },
    secondsUntilTry: (phone) => secondsUntil(`limit:wrong:${phone}`, wrongTriesPerDay),
    clear(phone) {
      for (const [key] of values.entries('limit:')) {
        if (phone === undefined || key.endsWith(`:${phone}`)) values.delete(key);
      }
    },
  };
}

import { tooManyRequests } from './api-error.ts';

/**
 * Telegram's limits for sending: about one message a second in a chat with short bursts allowed, 20 a minute in a group
 * or channel, 30 a second in all. Exact figures are unspecified; these are the documented ones with a burst of five.
 */
export interface SendLimits {
  isOn: boolean;
  /** Counts one message to `chatId`; throws 429 with the seconds to wait. */
  take(chatId: number): void;
}

interface Bucket {
  tokens: number;
  at: number;
}

const perChat = { perSecond: 1, burst: 5 };
const perGroup = { perSecond: 20 / 60, burst: 20 };
const overall = { perSecond: 30, burst: 30 };

/** `now` is unix seconds with fraction. */
export function createSendLimits(now: () => number): SendLimits {
  const buckets = new Map<number, Bucket>();
  const all: Bucket = { tokens: overall.burst, at: now() };
  return {
    isOn: true,
    take(chatId) {
      if (!this.isOn) return;
      const rate = chatId > 0 ? perChat : perGroup;
      let bucket = buckets.get(chatId);
      if (bucket === undefined) {
        bucket = { tokens: rate.burst, at: now() };
        buckets.set(chatId, bucket);
      }
      const wait = Math.max(refill(bucket, rate, now()), refill(all, overall, now()));
      if (wait > 0) throw tooManyRequests(wait);
      bucket.tokens--;
      all.tokens--;
    },
  };
}

/** Seconds until one token is there; 0: now. */
function refill(bucket: Bucket, rate: { perSecond: number; burst: number }, at: number): number {
  bucket.tokens = Math.min(rate.burst, bucket.tokens + (at - bucket.at) * rate.perSecond);
  bucket.at = at;
  return bucket.tokens >= 1 ? 0 : (1 - bucket.tokens) / rate.perSecond;
}

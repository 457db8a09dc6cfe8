/**
 * The MTProto server: handshake, encrypted messages, sessions and data centres. What a request means is not known
 * here: it is read, unwrapped and given to the handler, and what comes back is written for the client's layer.
 *
 * A message id is the unix time in 2^-32 seconds; the two lowest bits say who sent it.
 */
export type MessageOrigin = 'answer' | 'notice';

/** Gives ids that grow strictly: answers are 1 modulo 4, everything else a server sends is 3. */
export function createMessageIds(now: () => number): (origin: MessageOrigin) => bigint {
  let last = 0n;
  return (origin) => {
    const seconds = now();
    const whole = Math.floor(seconds);
    const fraction = Math.floor((seconds - whole) * 2 ** 30);
    let base = (BigInt(whole) << 32n) | (BigInt(fraction) << 2n);
    if (base <= last) base = last + 4n;
    last = base;
    return base | (origin === 'answer' ? 1n : 3n);
  };
}

/** The unix second a message id was made in. */
export function secondOf(messageId: bigint): number {
  return Number(messageId >> 32n);
}

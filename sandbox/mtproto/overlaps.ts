import type { Connection } from './connection.ts';
import type { StoredKey } from './key-store.ts';

/** Two connections of one auth key were open at once. Telegram may end such a key for good. */
export interface Overlap {
  dcId: number;
  /** Sixteen hexadecimal digits. */
  authKeyId: string;
  /** null: not logged in. */
  userId: string | null;
  /** Unix seconds with fraction, by the clock of the wire. */
  at: number;
}

/** The connections of `key` that are open, once what has already arrived of their ends was read. */
export async function settledConnectionsOf(
  connections: ReadonlySet<Connection>,
  key: StoredKey,
): Promise<Connection[]> {
  const found = openOf(connections, key);
  if (found.length < 2) return found;
  // A client that closed one connection before it opened the next may be heard in the other order.
  await nextTurn();
  await nextTurn();
  return openOf(connections, key);
}

function openOf(connections: ReadonlySet<Connection>, key: StoredKey): Connection[] {
  return [...connections].filter(
    (connection) => connection.isOpen() && connection.key()?.authKeyId === key.authKeyId,
  );
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => void setImmediate(resolve));
}

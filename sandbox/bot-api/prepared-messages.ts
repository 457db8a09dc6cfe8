import type { BotApiContext } from './context.ts';
import type { InlineResult } from './inline-results.ts';

/** Kinds of chat a prepared message may be sent to, as in `allow_user_chats` and its like. */
export const chatKinds = ['user', 'bot', 'group', 'channel'] as const;

export interface PreparedMessage {
  id: string;
  /** Who may send it. */
  userId: string;
  result: InlineResult;
  allowed: (typeof chatKinds)[number][];
}

/** How long a person may take to send it, in seconds. */
const lifetime = 86_400;

/** Keeps a message for one person; returns when it is forgotten, unix seconds. */
export function savePrepared(context: BotApiContext, message: PreparedMessage): number {
  const expiresAt = Math.floor(context.now()) + lifetime;
  context.store.saveSetting(`prepared:${message.id}`, { ...message, expiresAt });
  return expiresAt;
}

/** The message a Mini App asks its person to send; null: unknown, too old, or somebody else's. */
export function findPrepared(context: BotApiContext, id: string, userId: string): PreparedMessage | null {
  const found = context.store.setting<(PreparedMessage & { expiresAt: number }) | null>(
    `prepared:${id}`,
    null,
  );
  return found !== null && found.userId === userId && found.expiresAt > context.now() ? found : null;
}

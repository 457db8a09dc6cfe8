import type { ChannelId } from '#contract/channel-id.ts';
import { fromMarkedId, parseChannelId } from '#server/ids.ts';

/** What a `:chatId` names. Basic groups have a minus and no −100. */
export type ChatReference =
  | { kind: 'id'; channelId: ChannelId }
  | { kind: 'name'; name: string }
  | { kind: 'group' };

/** `-1001234567890`, `1234567890` or `@name`; null: it is none of them. */
export function parseChatId(text: string): ChatReference | null {
  const name = /^@([A-Za-z][A-Za-z0-9_]{3,31})$/.exec(text)?.[1];
  if (name !== undefined) return { kind: 'name', name };
  const channelId = parseChannelId(text) ?? fromMarkedId(text);
  if (channelId !== null) return { kind: 'id', channelId };
  return /^-[1-9]\d{0,12}$/.test(text) ? { kind: 'group' } : null;
}

import { type ChannelId, channelIdSchema } from '#contract/channel-id.ts';

/** The Bot API writes a channel as −100 followed by the bare id: −(10^12 + id). */
const markOffset = 1_000_000_000_000n;

/** Bare id from decimal text; null when the text is not one. */
export function parseChannelId(text: string): ChannelId | null {
  const parsed = channelIdSchema.safeParse(text);
  return parsed.success ? parsed.data : null;
}

/** `1234567890` → `-1001234567890`, as the Bot API writes channels. */
export function toMarkedId(channelId: ChannelId): string {
  return (-(BigInt(channelId) + markOffset)).toString();
}

/** `-1001234567890` → `1234567890`; null when the text is not a marked channel id. */
export function fromMarkedId(text: string): ChannelId | null {
  if (!/^-\d{13,20}$/.test(text)) return null;
  const bare = -BigInt(text) - markOffset;
  return bare > 0n ? parseChannelId(bare.toString()) : null;
}

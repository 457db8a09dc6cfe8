import type { JoinReason } from '#sandbox/world/world.ts';

/** Where Telegram says that members come from, and which of the world's reasons that is. */
export const joinSources: readonly { name: string; reasons: readonly JoinReason[] }[] = [
  { name: 'URL', reasons: ['link'] },
  { name: 'Search', reasons: ['search'] },
  { name: 'Channels', reasons: ['mention'] },
  { name: 'Similar Channels', reasons: ['similar'] },
  { name: 'Chat Folders', reasons: ['folder'] },
  { name: 'Other', reasons: ['bought'] },
];

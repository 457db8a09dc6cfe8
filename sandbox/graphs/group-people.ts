import type { VisibleMessage } from '#sandbox/world/world.ts';

export interface Poster {
  userId: string;
  messages: number;
  /** Characters of an average message. */
  averageLength: number;
}

/** Who wrote the most of these messages. */
export function topPosters(messages: readonly VisibleMessage[]): Poster[] {
  const texts = new Map<string, number[]>();
  for (const { fromId, text } of messages) {
    if (fromId === null) continue;
    const lengths = texts.get(fromId) ?? [];
    lengths.push(text.length);
    texts.set(fromId, lengths);
  }
  return [...texts]
    .map(([userId, lengths]) => ({
      userId,
      messages: lengths.length,
      averageLength: Math.round(lengths.reduce((sum, length) => sum + length, 0) / lengths.length),
    }))
    .sort((left, right) => right.messages - left.messages || left.userId.localeCompare(right.userId))
    .slice(0, 10);
}

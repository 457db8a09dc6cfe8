/** How Telegram sorts reactions in its statistics: by mood, not one by one. */
export const emotions = ['Positive', 'Neutral', 'Negative'] as const;
export type Emotion = (typeof emotions)[number];

const negative = new Set(['👎', '😢', '😱', '🤬', '🤮', '💩', '💔', '🤡', '😡', '😭', '🖕']);
const neutral = new Set(['🤔', '😐', '🥱', '🤨', '😴', '👀', '🤷']);

/** Custom emoji say nothing about a mood; who pays for a reaction is glad. */
export function countEmotions(reactionsByKey: Readonly<Record<string, number>>): Record<Emotion, number> {
  const counts = { Positive: 0, Neutral: 0, Negative: 0 };
  for (const [key, count] of Object.entries(reactionsByKey)) counts[emotionOf(key)] += count;
  return counts;
}

function emotionOf(key: string): Emotion {
  if (negative.has(key)) return 'Negative';
  return neutral.has(key) || key.startsWith('custom:') ? 'Neutral' : 'Positive';
}

/** One or two letters for a channel without a photo: the first characters of its first two words, emoji kept whole. */
export function initialsOf(title: string): string {
  const words = title.split(/[\s«»"'“”()[\]{}.,:;!?|/\\·—–-]+/u).filter((word) => word !== '');
  const first = words.slice(0, 2).map((word) => firstCharacter(word));
  return first.join('').toUpperCase() || firstCharacter(title.trim()).toUpperCase() || '#';
}

/** One of Telegram’s seven colours for names, always the same for the same channel. */
export function colourIndexOf(channelId: string): number {
  return Number(BigInt(channelId) % 7n);
}

const segmenter = typeof Intl.Segmenter === 'function' ? new Intl.Segmenter() : null;

/** Web views without a segmenter cut by code points: an emoji of several may then show its first part. */
function firstCharacter(word: string): string {
  if (segmenter === null) return [...word][0] ?? '';
  return [...segmenter.segment(word)][0]?.segment ?? '';
}

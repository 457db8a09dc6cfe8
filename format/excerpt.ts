/**
 * The beginning of a text on one line, at most `length` characters, cut at a word where one ends in the second half,
 * with an ellipsis when something was left out. Characters are whole: an emoji is never cut in two.
 */
export function formatExcerpt(text: string, length: number): string {
  const line = text.replace(/\s+/g, ' ').trim();
  const characters = [...new Intl.Segmenter().segment(line)].map((part) => part.segment);
  if (characters.length <= length) return line;
  const head = characters.slice(0, length).join('');
  const space = head.lastIndexOf(' ');
  const cut = space > head.length / 2 ? head.slice(0, space) : characters.slice(0, length - 1).join('');
  return `${cut.trimEnd()}…`;
}

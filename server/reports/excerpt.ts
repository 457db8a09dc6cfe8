const longest = 80;

/** The first line of a text that is not empty, at most 80 characters (whole ones, as people see them). */
export function excerptOf(text: string): string {
  const line = text.split(/\r?\n/).find((each) => each.trim() !== '');
  if (line === undefined) return '';
  const characters = [...new Intl.Segmenter().segment(line.trim())].map(({ segment }) => segment);
  return characters.length <= longest ? line.trim() : `${characters.slice(0, longest - 1).join('')}…`;
}

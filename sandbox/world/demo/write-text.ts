import type { Random } from '../random.ts';
import type { WorldEntity } from '../world.ts';
import { advertisements, type Lines, type Theme, vocabularies } from './texts.ts';

export interface FormattedText {
  text: string;
  entities: WorldEntity[];
}

/**
 * A post: bold headline, some sentences, sometimes a link and a tag. `recent`: headlines that were just used and are not
 * used again, fewer than the theme has. No sentence stands twice in a post. Offsets count UTF-16 units, as Telegram does.
 */
export function writePostText(
  random: Random,
  theme: Theme,
  isAd: boolean,
  recent: readonly string[],
): FormattedText {
  const { headlines, sentences, tags, calls } = vocabularies[theme];
  const writing: FormattedText = { text: '', entities: [] };
  append(writing, pickOther(random, headlines, recent), { type: 'Bold' });
  append(writing, '\n\n');
  const length = random.integer(1, 5);
  append(writing, takeSome(random, sentences, length).join(' '));
  if (isAd || random.chance(0.2)) {
    append(writing, '\n');
    append(writing, random.pick(calls), {
      type: 'TextUrl',
      url: `https://example.org/${theme}/${random.integer(1, 999)}`,
    });
  }
  if (isAd) append(writing, `\n${random.pick(advertisements)}`);
  if (random.chance(0.3)) {
    append(writing, '\n');
    append(writing, random.pick(tags), { type: 'Hashtag' });
  }
  if (random.chance(0.05)) {
    append(writing, ' ');
    append(writing, '⭐', { type: 'CustomEmoji', customEmojiId: '5368324170671202286' });
  }
  return writing;
}

/** The headline of a post that `writePostText` wrote; null: it has none. */
export function headlineOf({ text, entities }: FormattedText): string | null {
  const [first] = entities;
  return first?.type === 'Bold' && first.offset === 0 ? text.slice(0, first.length) : null;
}

/** A remark in a group. */
export function writeChatterText(random: Random): FormattedText {
  const { headlines, sentences } = vocabularies.chatter;
  const text = random.chance(0.5)
    ? random.pick(headlines)
    : `${random.pick(headlines)}. ${random.pick(sentences)}`;
  return { text, entities: [] };
}

/** The question of a poll. */
export function writePollQuestion(random: Random, theme: Theme): string {
  return `${random.pick(vocabularies[theme].headlines)}?`;
}

/** One of those that are not among `recent`. */
function pickOther(random: Random, lines: Lines, recent: readonly string[]): string {
  const [first, ...others] = lines.filter((line) => !recent.includes(line));
  return random.pick(first === undefined ? lines : [first, ...others]);
}

/** Different ones of the given, in an order of their own; as many numbers are drawn as lines are taken. */
function takeSome(random: Random, lines: Lines, count: number): string[] {
  const left: string[] = [...lines];
  return Array.from({ length: Math.min(count, lines.length) }, () => {
    return left.splice(random.integer(0, left.length - 1), 1).join('');
  });
}

function append(writing: FormattedText, text: string, style?: Omit<WorldEntity, 'offset' | 'length'>): void {
  if (style !== undefined) {
    writing.entities.push({ ...style, offset: writing.text.length, length: text.length });
  }
  writing.text += text;
}

import type { Random } from '../random.ts';
import type { WorldEntity } from '../world.ts';
import { advertisements, type Theme, vocabularies } from './texts.ts';

export interface FormattedText {
  text: string;
  entities: WorldEntity[];
}

/** A post: bold headline, some sentences, sometimes a link and a tag. Offsets count UTF-16 units, as Telegram does. */
export function writePostText(random: Random, theme: Theme, isAd: boolean): FormattedText {
  const { headlines, sentences, tags, calls } = vocabularies[theme];
  const writing: FormattedText = { text: '', entities: [] };
  append(writing, random.pick(headlines), { type: 'Bold' });
  append(writing, '\n\n');
  const length = random.integer(1, 5);
  const body = Array.from({ length }, () => random.pick(sentences));
  append(writing, body.join(' '));
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

function append(writing: FormattedText, text: string, style?: Omit<WorldEntity, 'offset' | 'length'>): void {
  if (style !== undefined) {
    writing.entities.push({ ...style, offset: writing.text.length, length: text.length });
  }
  writing.text += text;
}

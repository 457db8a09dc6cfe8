import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BotApiError } from '../api-error.ts';
import { parseMarkdown } from './parse-markdown.ts';
import { parseMarkdownV2 } from './parse-markdown-v2.ts';

describe('parseMarkdown', () => {
  it.each([
    [
      '😀 *bold* _it_',
      '😀 bold it',
      [
        ['bold', 3, 4],
        ['italic', 8, 2],
      ],
    ],
    ['`a*b`', 'a*b', [['code', 0, 3]]],
    ['```ts\nx```', 'x', [['pre', 0, 1]]],
    ['```\nx```', 'x', [['pre', 0, 1]]],
    ['[t](https://t.me/x)', 't', [['text_link', 0, 1]]],
    ['[t](nonsense)', 't', []],
    ['\\*a \\. **', '*a \\. ', []],
  ])('reads %j', (source, text, entities) => {
    const parsed = parseMarkdown(source);
    expect(parsed.text).toBe(text);
    expect(parsed.entities.map(({ type, offset, length }) => [type, offset, length])).toEqual(entities);
  });

  it('names the byte offset of what is not closed', () => {
    expect(() => parseMarkdown('Пр *x')).toThrow(
      "Bad Request: can't parse entities: Can't find end of the entity starting at byte offset 5",
    );
  });
});

describe('parseMarkdownV2', () => {
  it.each([
    [
      '*bold _both_*',
      'bold both',
      [
        ['italic', 5, 4],
        ['bold', 0, 9],
      ],
    ],
    [
      '__u__ ~s~ ||p||',
      'u s p',
      [
        ['underline', 0, 1],
        ['strikethrough', 2, 1],
        ['spoiler', 4, 1],
      ],
    ],
    [
      '`a_b` ```py\nc.d```',
      'a_b c.d',
      [
        ['code', 0, 3],
        ['pre', 4, 3],
      ],
    ],
    ['[t\\.](https://t.me/x\\)y)', 't.', [['text_link', 0, 2]]],
    ['![👍](tg://emoji?id=5368324170671202286)', '👍', [['custom_emoji', 0, 2]]],
    ['>one\n>two\nthree', 'one\ntwo\nthree', [['blockquote', 0, 7]]],
    ['>one||\nx', 'one\nx', [['expandable_blockquote', 0, 3]]],
    ['a\\.b\\\\', 'a.b\\', []],
    ['**', '', []],
  ])('reads %j', (source, text, entities) => {
    const parsed = parseMarkdownV2(source);
    expect(parsed.text).toBe(text);
    expect(parsed.entities.map(({ type, offset, length }) => [type, offset, length])).toEqual(entities);
  });

  it.each([
    ['a.b', "Character '.' is reserved and must be escaped with the preceding '\\'"],
    ['a > b', "Character '>' is reserved and must be escaped with the preceding '\\'"],
    ['ж *x', "Can't find end of Bold entity at byte offset 3"],
    ['```js\nx', "Can't find end of PreCode entity at byte offset 0"],
    ['[x](http', "Can't find end of a URL at byte offset 4"],
    ['![x]', 'Custom emoji entity must contain a tg://emoji URL'],
    ['![x](tg://emoji)', 'Custom emoji URL must have an emoji identifier'],
  ])('refuses %j as Telegram words it', (source, why) => {
    expect(() => parseMarkdownV2(source)).toThrow(`Bad Request: can't parse entities: ${why}`);
  });

  it('gives back any text whose reserved characters were escaped', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const escaped = text.replace(/[\\_*[\]()~`>#+\-=|{}.!]/g, '\\$&');
        expect(parseMarkdownV2(escaped)).toEqual({ text, entities: [] });
      }),
    );
  });
});

it('never fails in another way than Telegram, and never leaves its text', () => {
  const noise = fc.string({ unit: fc.constantFrom(...'_*[]()~`>|!\\\nab😀 '.split(/(?:)/u)) });
  fc.assert(
    fc.property(noise, (source) => {
      for (const parse of [parseMarkdown, parseMarkdownV2]) {
        try {
          const { text, entities } = parse(source);
          for (const { offset, length } of entities) {
            expect(length).toBeGreaterThan(0);
            expect(offset + length).toBeLessThanOrEqual(text.length);
          }
        } catch (error) {
          expect(error).toBeInstanceOf(BotApiError);
        }
      }
    }),
  );
});

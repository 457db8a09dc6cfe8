import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseHtml } from './parse-html.ts';

describe('parseHtml', () => {
  it('turns tags into entities with UTF-16 offsets', () => {
    expect(parseHtml('😀 <b>bold <i>both</i></b>')).toEqual({
      text: '😀 bold both',
      entities: [
        { type: 'italic', offset: 8, length: 4 },
        { type: 'bold', offset: 3, length: 9 },
      ],
    });
  });

  it.each([
    [
      '<a href="https://t.me/x?a=1&amp;b=2">x</a>',
      [{ type: 'text_link', offset: 0, length: 1, url: 'https://t.me/x?a=1&b=2' }],
    ],
    [
      "<a href='example.com'>x</a>",
      [{ type: 'text_link', offset: 0, length: 1, url: 'http://example.com/' }],
    ],
    ['<a href="nonsense">x</a>', []],
    [
      '<pre><code class="language-ts">x</code></pre>',
      [{ type: 'pre', offset: 0, length: 1, language: 'ts' }],
    ],
    ['<pre>x</pre>', [{ type: 'pre', offset: 0, length: 1 }]],
    ['<span class="tg-spoiler">x</span>', [{ type: 'spoiler', offset: 0, length: 1 }]],
    ['<blockquote expandable>x</blockquote>', [{ type: 'expandable_blockquote', offset: 0, length: 1 }]],
    [
      '<tg-emoji emoji-id="5368324170671202286">x</tg-emoji>',
      [{ type: 'custom_emoji', offset: 0, length: 1, custom_emoji_id: '5368324170671202286' }],
    ],
    ['<B>x</b>', [{ type: 'bold', offset: 0, length: 1 }]],
    ['<b></b>x', []],
  ])('reads %s', (source, entities) => {
    expect(parseHtml(source)).toEqual({ text: 'x', entities });
  });

  it.each([
    ['&lt;b&gt; &amp; &quot;', '<b> & "'],
    ['&#128512;&#x1F600;', '😀😀'],
    ['fish & chips &nbsp; &#0;', 'fish & chips &nbsp; &#0;'],
  ])('decodes %s', (source, text) => {
    expect(parseHtml(source)).toEqual({ text, entities: [] });
  });

  it.each([
    ['я<br/>', 'Unsupported start tag "br/" at byte offset 2'],
    ['a < b', 'Unsupported start tag "" at byte offset 2'],
    ['<b>x', 'Can\'t find end tag corresponding to start tag "b"'],
    ['x</b>', 'Unexpected end tag at byte offset 1'],
    ['<b>x</i>', 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'],
    ['<b', 'Unclosed start tag at byte offset 0'],
    ['<b>x</b', 'Unclosed end tag at byte offset 4'],
    ['<span>x</span>', 'Tag "span" must have class "tg-spoiler" at byte offset 0'],
    ['<a =x>y</a>', 'Empty attribute name in the tag "a" at byte offset 0'],
    ['<a href=a/b>y</a>', 'Unexpected end of name token at byte offset 8'],
    ['<a href="x', 'Unclosed start tag at byte offset 0'],
  ])('refuses %s', (source, why) => {
    expect(() => parseHtml(source)).toThrowError(`Bad Request: can't parse entities: ${why}`);
  });

  it('gives any text back once it is escaped', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
        expect(parseHtml(`<b>${escaped}</b>`).text).toBe(text);
      }),
    );
  });

  it('never fails in any other way than with a refusal', () => {
    const pieces = fc.constantFrom(
      '<b>',
      '</b>',
      '<a href="x">',
      '</a>',
      '<',
      '>',
      '&',
      '&lt',
      '"',
      'x',
      ' ',
      '=',
      '/',
      '\n',
    );
    fc.assert(
      fc.property(fc.array(pieces), (parts) => {
        try {
          parseHtml(parts.join(''));
        } catch (error) {
          expect(error).toMatchObject({ name: 'BotApiError', code: 400 });
        }
      }),
    );
  });
});

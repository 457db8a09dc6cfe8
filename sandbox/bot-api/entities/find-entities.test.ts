import { describe, expect, it } from 'vitest';
import { findEntities } from './find-entities.ts';

function found(text: string): [string, string][] {
  return findEntities(text, []).map(({ type, offset, length }) => [
    type,
    text.slice(offset, offset + length),
  ]);
}

describe('findEntities', () => {
  it.each<[string, [string, string][]]>([
    ['/start c42', [['bot_command', '/start']]],
    [
      '/stats@channel_pulse_bot @news',
      [
        ['bot_command', '/stats@channel_pulse_bot'],
        ['mention', '@news'],
      ],
    ],
    ['see https://t.me/small_machines/12, please', [['url', 'https://t.me/small_machines/12']]],
    [
      't.me/news and example.com.',
      [
        ['url', 't.me/news'],
        ['url', 'example.com'],
      ],
    ],
    ['mail me@example.com', [['email', 'me@example.com']]],
    [
      '#тег и #2024 и $USD',
      [
        ['hashtag', '#тег'],
        ['cashtag', '$USD'],
      ],
    ],
    ['1/2 and a/b', []],
    ['плохая@почта', []],
  ])('in "%s"', (text, expected) => {
    expect(found(text)).toEqual(expected);
  });

  it('finds nothing inside code and links, and sorts what it finds among the rest', () => {
    const text = '@one /two @three';
    const given = [
      { type: 'code', offset: 5, length: 4 },
      { type: 'bold', offset: 0, length: 16 },
    ];
    expect(findEntities(text, given).map(({ type, offset }) => [type, offset])).toEqual([
      ['bold', 0],
      ['mention', 0],
      ['code', 5],
      ['mention', 10],
    ]);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseChannelName } from './parse-channel-name.ts';

describe('parseChannelName', () => {
  it.each([
    '@regionality',
    'regionality',
    '  regionality\n',
    't.me/regionality',
    'T.ME/regionality',
    'http://t.me/regionality/',
    'https://t.me/regionality',
    'https://www.t.me/regionality',
    'https://t.me/@regionality',
    'https://t.me/s/regionality',
    'https://telegram.me/regionality',
    'https://telegram.dog/regionality',
    'https://t.me/regionality?boost',
    'https://t.me/regionality#top',
    'https://t.me/regionality/not-a-post',
    'regionality.t.me',
    'https://regionality.t.me/',
    'tg://resolve?domain=regionality',
  ])('finds the name in "%s"', (text) => {
    expect(parseChannelName(text)).toEqual({ kind: 'name', name: 'regionality', postId: null });
  });

  it.each([
    'https://t.me/regionality/123',
    't.me/s/regionality/123',
    'https://t.me/regionality/123?single',
    'https://t.me/regionality/123?comment=9',
    'regionality.t.me/123',
    'tg://resolve?domain=regionality&post=123',
  ])('finds name and post in "%s"', (text) => {
    expect(parseChannelName(text)).toEqual({ kind: 'name', name: 'regionality', postId: 123 });
  });

  it.each([
    'https://t.me/c/1253488154/15',
    't.me/c/1253488154',
    'https://t.me/+AbCdEf123456',
    't.me/joinchat/AbCdEf123456',
    'tg://join?invite=AbCdEf',
    'tg://privatepost?channel=1253488154&post=1',
  ])('knows that only members can open "%s"', (text) => {
    expect(parseChannelName(text)).toEqual({ kind: 'private' });
  });

  it.each([
    '',
    '@',
    '   ',
    'hi!',
    'abc',
    'two words',
    'https://example.org/regionality',
    'https://t.me/',
    't.me/share/url?url=x',
    'https://t.me/c/regionality',
    't.me/+',
    't.me/joinchat',
    '1channel',
    '_channel',
    'channel_',
    'chan__nel',
    'канал',
    'name-with-dash',
    `a${'b'.repeat(32)}`,
    'x'.repeat(5_000),
    'https://t.me.example.org/regionality',
  ])('calls "%s" garbage', (text) => {
    expect(parseChannelName(text)).toEqual({ kind: 'garbage' });
  });

  it('keeps the case of the name and takes the shortest and the longest', () => {
    expect(parseChannelName('@News')).toMatchObject({ name: 'News' });
    expect(parseChannelName(`@${'a'.repeat(32)}`)).toMatchObject({ name: 'a'.repeat(32) });
  });

  it('never throws and gives only names that Telegram could have', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 80 }), (text) => {
        const reference = parseChannelName(text);
        if (reference.kind === 'name') expect(reference.name).toMatch(/^[A-Za-z][A-Za-z0-9_]{3,31}$/);
      }),
      { numRuns: 1_000 },
    );
  });
});

import type { Message } from 'grammy/types';
import { describe, expect, it } from 'vitest';
import { findNamedChannel, findNameOrLink } from './named-channel.ts';

const aMessage = (fields: object): Message => ({
  message_id: 1,
  date: 0,
  chat: { id: 5, type: 'private', first_name: 'Ann' },
  ...fields,
});

describe('a name or link in a text', () => {
  it.each([
    ['@northern_lights', '@northern_lights'],
    ['look at @northern_lights, please', '@northern_lights'],
    ['t.me/northern_lights', 't.me/northern_lights'],
    ['«https://t.me/northern_lights/123».', 'https://t.me/northern_lights/123'],
    ['(http://telegram.me/s/northern_lights)', 'http://telegram.me/s/northern_lights'],
    ['HTTPS://T.ME/Northern_Lights?embed=1', 'HTTPS://T.ME/Northern_Lights?embed=1'],
    ['t.me/+AbCdEf', 't.me/+AbCdEf'],
    ['t.me/c/123/4', 't.me/c/123/4'],
    ['northern.t.me', 'northern.t.me'],
    ['tg://resolve?domain=northern', 'tg://resolve?domain=northern'],
    ['first @one_channel then @other_channel', '@one_channel'],
  ])('is found in %s', (text, found) => {
    expect(findNameOrLink(text)).toBe(found);
  });

  it.each(['hello', '', 'mail@example.org', 'https://example.org/t.me', '12@', '@1x', 'not.me/name'])(
    'is not seen in %s',
    (text) => {
      expect(findNameOrLink(text)).toBeNull();
    },
  );

  it('is found in time in a hostile text', () => {
    const times = Array.from({ length: 5 }, () => {
      const started = performance.now();
      for (const part of ['@', 'a.t.me', 't.me/', 'https://', '._@a'])
        findNameOrLink(part.repeat(Math.ceil(4096 / part.length)));
      return performance.now() - started;
    });
    expect(Math.min(...times)).toBeLessThan(50);
  });
});

describe('the channel of a message', () => {
  it('is that of a forwarded post', () => {
    const origin = (chat: object): object => ({
      forward_origin: {
        type: 'channel',
        date: 0,
        message_id: 9,
        chat: { type: 'channel', title: 'N', ...chat },
      },
      text: '@someone_else wrote',
    });
    expect(findNamedChannel(aMessage(origin({ id: -1001900000042, username: 'northern_lights' })))).toBe(
      '@northern_lights',
    );
    expect(findNamedChannel(aMessage(origin({ id: -1001900000042 })))).toBe('t.me/c/1900000042');
  });

  it('is named in the text, in a caption or behind words', () => {
    expect(findNamedChannel(aMessage({ text: 'see @northern_lights' }))).toBe('@northern_lights');
    expect(findNamedChannel(aMessage({ caption: 'see t.me/northern' }))).toBe('t.me/northern');
    const entities = [
      { type: 'text_link', offset: 0, length: 4, url: 'https://example.org' },
      { type: 'text_link', offset: 5, length: 4, url: 'https://t.me/northern' },
    ];
    expect(findNamedChannel(aMessage({ text: 'this that', entities }))).toBe('https://t.me/northern');
  });

  it('is not there in small talk or a sticker', () => {
    expect(findNamedChannel(aMessage({ text: 'hello' }))).toBeNull();
    expect(findNamedChannel(aMessage({ sticker: {} }))).toBeNull();
  });
});

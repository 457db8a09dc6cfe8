import { expect, it } from 'vitest';
import { parseChatId } from './parse-chat-id.ts';

it.each([
  ['-1002200000101', { kind: 'id', channelId: '2200000101' }],
  ['2200000101', { kind: 'id', channelId: '2200000101' }],
  ['9007199254740993', { kind: 'id', channelId: '9007199254740993' }],
  ['-9008199254740993', { kind: 'id', channelId: '9007199254740993' }],
  ['@Gorod_Vesti', { kind: 'name', name: 'Gorod_Vesti' }],
  ['-4123456', { kind: 'group' }],
  ['-1000000000000', { kind: 'group' }],
])('%s names %j', (text, expected) => {
  expect(parseChatId(text)).toEqual(expected);
});

it.each([
  '',
  '0',
  '-0',
  '@',
  '@abc',
  '@1abc',
  'gorod_vesti',
  '1e5',
  ' 5',
  '5 ',
  '+5',
  '@a-b-c-d',
  '@имя_канала',
])('%j names nothing', (text) => {
  expect(parseChatId(text)).toBeNull();
});

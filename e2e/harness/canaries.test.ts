import { randomBytes } from 'node:crypto';
import { expect, it } from 'vitest';
import { findCanaries, writtenForms } from './canaries.ts';

const key = randomBytes(32);
const canaries = [
  { name: 'key', value: key },
  { name: 'password', value: 'wörd "with" & all' },
];

it.each([
  ['key', 'hex', `key=${key.toString('hex')};`],
  ['key', 'HEX', key.toString('hex').toUpperCase()],
  ['key', 'base64', JSON.stringify({ key: key.toString('base64') })],
  ['key', 'base64url', key.toString('base64url')],
  ['key', 'list of bytes', JSON.stringify(key)],
  ['key', 'beginning in hex', key.toString('hex').slice(0, 50)],
  ['key', 'beginning in base64', key.toString('base64').slice(0, 30)],
  ['password', 'plain', 'it was wörd "with" & all, I think'],
  ['password', 'in JSON', JSON.stringify({ password: 'wörd "with" & all' })],
  ['password', 'in an address', `?password=${encodeURIComponent('wörd "with" & all')}&x=1`],
  ['password', 'base64', Buffer.from('wörd "with" & all').toString('base64')],
])('finds the %s written as %s', (canary, form, text) => {
  expect(findCanaries(canaries, 'a log', text)).toContainEqual({ canary, form, place: 'a log' });
});

it('finds nothing where nothing is, and refuses what chance would find', () => {
  expect(findCanaries(canaries, 'a log', 'key password wörd with all')).toEqual([]);
  expect(() => writtenForms('12345')).toThrow('A canary has to be longer.');
});

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isValid, isValid3rd, parse, validate } from '@telegram-apps/init-data-node';
import fc from 'fast-check';
import { afterAll, afterEach, expect, it, vi } from 'vitest';
import { openInitDataKey } from './init-data-key.ts';
import { signInitData } from './sign-init-data.ts';

const directory = mkdtempSync(join(tmpdir(), 'init-data-'));
const key = openInitDataKey(join(directory, 'key.pem'));
const botId = 6111222333;
const token = `${botId}:AA${'y'.repeat(33)}`;

/**
 * Lets the library's own third-party check run with our public key where it imports Telegram's, which is the only thing
 * about it that cannot hold for a local Telegram.
 */
function trustOurKey(): void {
  const { subtle } = globalThis.crypto;
  const importKey = subtle.importKey.bind(subtle);
  vi.spyOn(subtle, 'importKey').mockImplementation((...given: unknown[]) => {
    const [, , algorithm, isExtractable, usages] = given as [
      unknown,
      unknown,
      'Ed25519',
      boolean,
      ['verify'],
    ];
    return importKey('raw', Buffer.from(key.publicKeyHex, 'hex'), algorithm, isExtractable, usages);
  });
}

afterEach(() => vi.restoreAllMocks());
afterAll(() => rmSync(directory, { recursive: true, force: true }));

function fieldsOf(firstName: string): Record<string, string> {
  return {
    user: JSON.stringify({ id: 710000001, first_name: firstName, language_code: 'ru' }).replaceAll(
      '/',
      '\\/',
    ),
    chat_instance: '-7282246348967405697',
    chat_type: 'sender',
    start_param: 'c42',
    auth_date: String(Math.floor(Date.now() / 1_000)),
  };
}

it('validates with the token, whatever a person is called', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (firstName) => {
      const initData = signInitData(fieldsOf(firstName), token, key);
      validate(initData, token);
      expect(parse(initData)).toMatchObject({ start_param: 'c42', user: { first_name: firstName } });
    }),
    { numRuns: 50 },
  );
});

it('validates for third parties with the Ed25519 key alone', async () => {
  const initData = signInitData(fieldsOf('Ольга / +&='), token, key);
  expect(await isValid3rd(initData, botId)).toBe(false);
  trustOurKey();
  expect(await isValid3rd(initData, botId)).toBe(true);
  expect(await isValid3rd(initData, botId + 1)).toBe(false);
  expect(await isValid3rd(initData.replace('start_param=c42', 'start_param=c43'), botId)).toBe(false);
});

it('does not validate with another token or with a changed field', () => {
  const initData = signInitData(fieldsOf('Sam'), token, key);
  expect(isValid(initData, token)).toBe(true);
  expect(isValid(initData, `${token}x`)).toBe(false);
  expect(isValid(initData.replace('c42', 'c43'), token)).toBe(false);
});

it('keeps its key', () => {
  expect(openInitDataKey(join(directory, 'key.pem')).publicKeyHex).toBe(key.publicKeyHex);
});

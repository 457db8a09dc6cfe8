import { generateKeyPairSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { signInitData } from '#sandbox/web/sign-init-data.ts';
import { aBotToken as botToken, signFields as sign } from './a-signed-launch.ts';
import { checkInitData } from './init-data.ts';

interface Vector {
  name: string;
  init_data: string;
  bot_token?: string;
  hash_valid?: boolean;
  auth_date?: number;
}

const vectorsFile = new URL('../../sandbox/crypto/vectors/vectors.json', import.meta.url);
const vectors: Vector[] = JSON.parse(readFileSync(vectorsFile, 'utf8')).telegram_mini_app_init_data.cases;

const signedAt = 1_750_000_000;
const now = new Date((signedAt + 60) * 1_000);
const user = JSON.stringify({ id: 279058397, first_name: 'Аня & Co = 100%', language_code: 'ru' });

const usual = { auth_date: String(signedAt), query_id: 'AAH', user };

describe('the published vectors', () => {
  const judged = vectors.filter((vector) => vector.bot_token !== undefined);

  it.each(judged)('$name: the hash is judged as published', (vector) => {
    const at = new Date(((vector.auth_date ?? 1_733_584_787) + 60) * 1_000);
    const outcome = checkInitData(vector.init_data, vector.bot_token ?? '', at);
    expect(outcome.kind).toBe(vector.hash_valid === true ? 'valid' : 'invalid');
    if (outcome.kind === 'invalid') expect(outcome.why).toBe('wrong hash');
  });

  it('are malformed where they say so', () => {
    const malformed = vectors.filter((vector) => vector.bot_token === undefined);
    expect(malformed).toHaveLength(2);
    for (const { init_data } of malformed)
      expect(checkInitData(init_data, botToken, now)).toMatchObject({ kind: 'invalid' });
  });

  it('give the person, the instant and a name with a plus and a slash unchanged', () => {
    const [first] = judged;
    const outcome = checkInitData(
      first?.init_data ?? '',
      first?.bot_token ?? '',
      new Date(1_733_584_800_000),
    );
    expect(outcome).toMatchObject({
      kind: 'valid',
      initData: { user: { id: 279058397, first_name: 'Vladislav + - ? /', language_code: 'ru' } },
    });
  });
});

it('takes what the local Telegram signs, whatever a person is called, and nothing that was changed since', () => {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const publicKeyHex = publicKey.export({ format: 'der', type: 'spki' }).subarray(-32).toString('hex');
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (firstName) => {
      const person = JSON.stringify({ id: 710000001, first_name: firstName, language_code: 'ru' });
      const signed = signInitData({ ...usual, user: person }, botToken, { privateKey, publicKeyHex });
      expect(checkInitData(signed, botToken, now)).toMatchObject({
        kind: 'valid',
        initData: { user: { id: 710000001 } },
      });
      const changed = signed.replace('query_id=AAH', 'query_id=AAJ');
      expect(checkInitData(changed, botToken, now)).toMatchObject({ kind: 'invalid', why: 'wrong hash' });
    }),
    { numRuns: 50 },
  );
});

describe('checkInitData', () => {
  it('reads a person, the start parameter and the instant of signing', () => {
    expect(checkInitData(sign({ ...usual, start_param: 'c1234' }), botToken, now)).toEqual({
      kind: 'valid',
      initData: {
        user: { id: 279058397, first_name: 'Аня & Co = 100%', language_code: 'ru' },
        authDate: new Date(signedAt * 1_000),
        startParameter: 'c1234',
      },
    });
  });

  it('refuses one field that imitates several by line breaks, though its signature is right', () => {
    const forged = sign({ auth_date: `${signedAt}\nquery_id=AAH\nuser=${user}` });
    expect(checkInitData(forged, botToken, now)).toEqual({ kind: 'invalid', why: 'malformed fields' });
    const hidden = sign({ auth_date: String(signedAt), query_id: `AAH\nuser=${user}` });
    expect(checkInitData(hidden, botToken, now).kind).toBe('invalid');
  });

  it.each([
    ['a repeated key', `${sign(usual)}&user=%7B%22id%22%3A1%7D`],
    ['an unknown key', sign({ ...usual, admin: 'true' })],
    ['a key that is escaped', sign(usual).replace('user=', '%75ser=')],
    ['an empty pair', `${sign(usual)}&`],
    ['a field without a value', `${sign(usual)}&signature`],
    ['a broken escape', sign(usual).replace('query_id=AAH', 'query_id=%E0%A4%A')],
    ['no hash', sign(usual).replace(/&hash=.*/, '')],
    [
      'a hash in capitals',
      sign(usual).replace(/hash=(.*)/, (_, hash: string) => `hash=${hash.toUpperCase()}`),
    ],
    ['a hash cut short', sign(usual).slice(0, -2)],
    ['nothing at all', ''],
    ['a text above 4 KiB', sign({ ...usual, start_param: 'x'.repeat(4_096) })],
  ])('refuses %s', (_, text) => {
    expect(checkInitData(text, botToken, now).kind).toBe('invalid');
  });

  it.each([
    ['missing', { auth_date: String(signedAt) }],
    ['not JSON', { ...usual, user: 'Anna' }],
    ['id 0', { ...usual, user: '{"id":0,"first_name":"A"}' }],
    ['an id below zero', { ...usual, user: '{"id":-5,"first_name":"A"}' }],
    ['an id that is text', { ...usual, user: '{"id":"5","first_name":"A"}' }],
    ['an id above 52 bits', { ...usual, user: '{"id":9007199254740991,"first_name":"A"}' }],
    ['an id with a fraction', { ...usual, user: '{"id":1.5,"first_name":"A"}' }],
    ['null', { ...usual, user: 'null' }],
  ])('refuses a signed person who is %s', (_, fields) => {
    expect(checkInitData(sign(fields), botToken, now)).toEqual({ kind: 'invalid', why: 'no user' });
  });

  it.each([
    ['a minute ahead', 60, 'valid'],
    ['61 seconds ahead', 61, 'invalid'],
    ['ten years ahead', 315_360_000, 'invalid'],
    ['a day old', -86_400, 'valid'],
    ['a second over a day old', -86_401, 'expired'],
  ])('takes data signed %s as %s', (_, seconds, kind) => {
    const text = sign({ ...usual, auth_date: String(signedAt + seconds) });
    expect(checkInitData(text, botToken, new Date(signedAt * 1_000)).kind).toBe(kind);
  });

  it('says "expired" only of genuine data', () => {
    const old = sign({ ...usual, auth_date: '1600000000' }, `${'5'.repeat(9)}:${'b'.repeat(35)}`);
    expect(checkInitData(old, botToken, now)).toEqual({ kind: 'invalid', why: 'wrong hash' });
  });

  it('accepts no mutation that changes what is said', () => {
    const genuine = sign({ ...usual, start_param: 'c1234', signature: 'zL-ucj' });
    const said = JSON.stringify(checkInitData(genuine, botToken, now));
    const anyCharacter = fc.oneof(
      fc.constantFrom('&', '=', '%', '+', '\n', '0', 'a', '"', '%0A', '&user='),
      fc.string({ minLength: 1, maxLength: 4 }),
    );
    const edit = fc.record({
      at: fc.nat(genuine.length),
      remove: fc.nat(3),
      insert: fc.oneof(fc.constant(''), anyCharacter),
    });
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 3 }), (edits) => {
        const text = edits.reduce(
          (so, { at, remove, insert }) => so.slice(0, at) + insert + so.slice(at + remove),
          genuine,
        );
        const outcome = checkInitData(text, botToken, now);
        if (outcome.kind === 'valid') expect(JSON.stringify(outcome)).toBe(said);
        else expect(outcome.kind).toBe('invalid');
      }),
      { numRuns: 5_000 },
    );
  });

  it('never throws, whatever it is given', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        expect(checkInitData(text, botToken, now).kind).toBe('invalid');
      }),
      { numRuns: 2_000 },
    );
  });
});

import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { createKeyRing, formatKeyRing, parseKeyRing, withNewKey, withoutKeys } from './key-ring.ts';
import { KeyRingError } from './key-ring-error.ts';
import { changeKeyRing, readKeyRing } from './key-ring-file.ts';
import { SealError } from './seal-error.ts';
import { openVault, type Vault, type VaultLog } from './vault.ts';

const directory = mkdtempSync(join(tmpdir(), 'channel-pulse-vault-'));
const context = { table: 'accounts', row: '1', owner: '2', purpose: 'session' };
const secret = Buffer.from('a secret');
const now = new Date('2026-11-20T12:00:00.000Z');
let file = '';
let said: { level: string; fields: object; message: string }[] = [];

const log: VaultLog = {
  warn: (fields, message) => said.push({ level: 'warn', fields, message }),
  error: (fields, message) => said.push({ level: 'error', fields, message }),
};
const open = (): Vault => openVault({ file, log });
const turn = (): void => {
  changeKeyRing(file, (ring) => (ring === null ? null : withNewKey(ring, now, randomBytes)));
};

function refusalOf(work: () => unknown): string | null {
  try {
    work();
  } catch (error) {
    if (error instanceof SealError || error instanceof KeyRingError) return error.code;
    throw error;
  }
  return null;
}

beforeEach(() => {
  said = [];
  file = join(mkdtempSync(join(directory, 'ring-')), 'kept', 'keys.json');
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

describe('the file of keys', () => {
  it('is made at the first start, for its owner alone, with a warning that says to back it up', () => {
    const vault = open();
    expect(statSync(file).mode & 0o777).toBe(0o400);
    expect(said).toEqual([
      {
        level: 'warn',
        fields: { file, keyId: expect.any(String) },
        message: expect.stringMatching(/back it up/),
      },
    ]);
    const again = open();
    expect(said).toHaveLength(1);
    expect(again.open(vault.seal(secret, context), context)).toEqual(secret);
    expect(readdirSync(join(file, '..'))).toEqual(['keys.json']);
  });

  it('says nothing of its keys in the warning', () => {
    open();
    const { ring } = readKeyRing(file);
    for (const key of [ring.keys[0].key, ring.fingerprintKey]) {
      for (const form of ['hex', 'base64', 'base64url'] as const) {
        expect(JSON.stringify(said)).not.toContain(key.toString(form));
      }
    }
  });

  it.each([0o440, 0o404, 0o644, 0o600 | 0o001])('is refused with mode %o: others may read it', (mode) => {
    open();
    chmodSync(file, mode);
    expect(refusalOf(open)).toBe('key-ring-open');
    expect(() => open()).toThrow(`chmod 0400 ${file}`);
    chmodSync(file, 0o600);
    expect(refusalOf(open)).toBeNull();
  });

  it('is refused when it is damaged, and is then never overwritten', () => {
    open();
    const text = readFileSync(file, 'utf8');
    const ring = JSON.parse(text);
    const shortKey = { ...ring.keys[0], key: Buffer.alloc(31).toString('base64') };
    const damaged = [
      ...['', '{', 'null', text.slice(0, -20), JSON.stringify({ ...ring, version: 2 })],
      JSON.stringify({ ...ring, keys: [] }),
      JSON.stringify({ ...ring, keys: [shortKey] }),
      JSON.stringify({ ...ring, keys: [ring.keys[0], ring.keys[0]] }),
      JSON.stringify({ ...ring, keys: [{ ...ring.keys[0], id: 'a.b' }] }),
      JSON.stringify({ ...ring, fingerprint_key: 'AAAA' }),
    ];
    for (const content of damaged) {
      rmSync(file);
      writeFileSync(file, content, { mode: 0o400 });
      expect(refusalOf(open)).toBe('key-ring-damaged');
      expect(refusalOf(turn)).toBe('key-ring-damaged');
      expect(readFileSync(file, 'utf8')).toBe(content);
    }
  });

  it('names the file and the reason when the system does not let us', () => {
    const blocked = join(directory, 'a-file');
    writeFileSync(blocked, '');
    expect(() => openVault({ file: join(blocked, 'keys.json'), log })).toThrow(
      /keys\.json cannot be used \(ENOTDIR|EEXIST\)/,
    );
  });

  it('is written as it is read', () => {
    const ring = withNewKey(createKeyRing(now, randomBytes), now, randomBytes);
    expect(parseKeyRing(formatKeyRing(ring))).toEqual(ring);
    const [current, older] = ring.keys;
    const ids = [current.id, older?.id ?? ''];
    expect(withoutKeys(ring, ids)).toEqual({ ...ring, keys: [current] });
  });

  it('is changed by one process at a time, and the lock and what a killed one left behind are removed', () => {
    open();
    const leftover = `${file}.999999.new`;
    writeFileSync(leftover, readFileSync(file));
    writeFileSync(`${file}.lock`, '');
    const longAgo = new Date(Date.now() - 60_000);
    utimesSync(`${file}.lock`, longAgo, longAgo);
    turn();
    expect(readKeyRing(file).ring.keys).toHaveLength(2);
    expect([existsSync(leftover), existsSync(`${file}.lock`)]).toEqual([false, false]);
    // A change that finds the file replaced under its hands gives way.
    const replaced = (): unknown =>
      changeKeyRing(file, (ring) => {
        const text = readFileSync(file, 'utf8');
        rmSync(file);
        writeFileSync(file, text, { mode: 0o400 });
        return ring;
      });
    expect(refusalOf(replaced)).toBe('key-ring-busy');
    expect(readdirSync(join(file, '..'))).toEqual(['keys.json']);
  });
});

describe('a vault that runs while the keys change', () => {
  it('reads what another process sealed with a newer key, and seals with it from then on', () => {
    const running = open();
    const before = running.seal(secret, context);
    turn();
    const other = open();
    const after = other.seal(secret, context);
    expect(running.open(after, context)).toEqual(secret);
    expect(running.open(before, context)).toEqual(secret);
    expect([running.isCurrent(before), running.isCurrent(after)]).toEqual([false, true]);
    expect(running.isCurrent(running.seal(secret, context))).toBe(true);
    const rewrapped = running.rewrap(before, context);
    expect(running.isCurrent(rewrapped)).toBe(true);
    expect(other.open(rewrapped, context)).toEqual(secret);
  });

  it('goes on reading without its file, and seals nothing that the next start could not open', () => {
    const running = open();
    const record = running.seal(secret, context);
    rmSync(file);
    expect(running.open(record, context)).toEqual(secret);
    expect(refusalOf(() => running.seal(secret, context))).toBe('key-ring-missing');
    expect(refusalOf(() => running.open(record.replace(/^v1\.[^.]+/, 'v1.lost'), context))).toBe(
      'key-missing',
    );
    expect(said.at(-1)).toMatchObject({
      level: 'error',
      fields: { reason: 'key-ring-missing', keyId: 'lost' },
    });
  });

  it('says that the key is missing when the old file was lost and a new one was made', () => {
    const record = open().seal(secret, context);
    rmSync(file);
    expect(refusalOf(() => open().open(record, context))).toBe('key-missing');
  });

  it('gives the same fingerprint of a number before and after a rotation, and another for another purpose', () => {
    const running = open();
    const fingerprint = running.fingerprint('+10000000001', 'number');
    expect(fingerprint).toHaveLength(32);
    turn();
    expect(open().fingerprint('+10000000001', 'number')).toEqual(fingerprint);
    expect(running.fingerprint('+10000000002', 'number')).not.toEqual(fingerprint);
    expect(running.fingerprint('+10000000001', 'address')).not.toEqual(fingerprint);
  });
});

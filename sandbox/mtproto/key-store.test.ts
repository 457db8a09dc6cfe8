import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createAuthorizedKey } from './authorized-key.ts';
import { openKeyStore } from './key-store.ts';

let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'keys-'));
  file = join(folder, 'dc2', 'keys.jsonl');
});

afterEach(() => rmSync(folder, { recursive: true }));

describe('a key store', () => {
  it('gives back keys, layers, logins and notes after it is opened again', () => {
    const store = openKeyStore(file);
    const authKey = createAuthorizedKey(store, '7000000001');
    const [key] = store.list();
    if (!key) throw new Error('no key');
    key.layer = 198;
    key.authorization.deviceModel = 'Pixel';
    key.authorization.notes.code = { hash: 'abc', sentAt: 1 };
    store.save(key);
    const [again] = openKeyStore(file).list();
    expect(again?.authKey).toEqual(authKey);
    expect(again?.firstSalt).toBe(key.firstSalt);
    expect(again?.layer).toBe(198);
    expect(again?.authorization).toMatchObject({
      userId: '7000000001',
      deviceModel: 'Pixel',
      notes: { code: { hash: 'abc', sentAt: 1 } },
    });
  });

  it('forgets removed keys and never writes temporary ones', () => {
    const store = openKeyStore(file);
    createAuthorizedKey(store, '1');
    createAuthorizedKey(store, '2');
    store.add(Buffer.alloc(256, 7), 1n, { expiresAt: 2_000_000_000 });
    store.remove(store.list()[0]?.authKeyId ?? '');
    expect(store.list()).toHaveLength(2);
    expect(
      openKeyStore(file)
        .list()
        .map(({ authorization }) => authorization.userId),
    ).toEqual(['2']);
  });

  it('passes over a line a kill cut off', () => {
    const store = openKeyStore(file);
    createAuthorizedKey(store, '1');
    appendFileSync(file, '{"id":"0011223344556677","authKey":"AAA');
    expect(openKeyStore(file).list()).toHaveLength(1);
  });

  it('writes nothing when nothing changed, and only for its owner to read', () => {
    const store = openKeyStore(file);
    createAuthorizedKey(store, '1');
    const before = readFileSync(file, 'utf8');
    for (const key of store.list()) store.save(key);
    expect(readFileSync(file, 'utf8')).toBe(before);
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });
});

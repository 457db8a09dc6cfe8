import { appendFileSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { computeAuthKeyId } from '#sandbox/crypto/auth-key-id.ts';
import { DamagedDataError } from '#sandbox/sandbox-error.ts';
import type { Authorization } from './rpc-call.ts';

export interface StoredKey {
  /** Sixteen hexadecimal digits: the last 8 bytes of SHA-1 of the key. */
  readonly authKeyId: string;
  /** 256 bytes. */
  readonly authKey: Buffer;
  /** The salt both sides derived in the handshake. */
  readonly firstSalt: bigint;
  /** The layer the client named last; null until then. */
  layer: number | null;
  /** Unix second a temporary key ends at; null for a permanent one. */
  readonly expiresAt: number | null;
  /** The key a temporary one was bound to with `auth.bindTempAuthKey`; its authorization is shared then. */
  permanent: StoredKey | null;
  /** How often all its salts were made to expire at once; a restart forgets it, which is one time more. */
  saltGeneration: number;
  authorization: Authorization;
}

/** The auth keys of one data centre. Clients keep their key for months, so it must outlive the process. */
export interface KeyStore {
  find(authKeyId: string): StoredKey | null;
  list(): StoredKey[];
  /** Temporary keys (`expiresAt`) are not written down: a client makes a new one after a restart. */
  add(
    authKey: Buffer,
    firstSalt: bigint,
    options?: { createdAt?: number; expiresAt?: number | null },
  ): StoredKey;
  /** Writes the key's layer and authorization down where they changed since the last save. */
  save(key: StoredKey): void;
  remove(authKeyId: string): void;
}

/** A line of the file: the state of one key, or its end. The last line of a key counts. */
interface KeyLine {
  id: string;
  removed?: true;
  authKey?: string;
  firstSalt?: string;
  layer?: number | null;
  authorization?: Authorization;
}

/**
 * Opens the keys kept in `file`, one JSON line per change, written through at once, so that a key a client got is
 * there after a kill; opening rewrites the file with one line per key. `file` null keeps them in memory only.
 */
export function openKeyStore(file: string | null): KeyStore {
  const keys = new Map<string, StoredKey>();
  const written = new Map<string, string>();
  if (file) {
    for (const key of readKeys(file)) keys.set(key.authKeyId, key);
    for (const key of keys.values()) written.set(key.authKeyId, spell(key));
    rewrite(file, [...written.values()]);
  }

  function append(line: string): void {
    if (file) appendFileSync(file, `${line}\n`, { mode: 0o600 });
  }

  function save(changed: StoredKey): void {
    const key = changed.permanent ?? changed;
    if (key.expiresAt !== null || !keys.has(key.authKeyId)) return;
    const line = spell(key);
    if (written.get(key.authKeyId) === line) return;
    written.set(key.authKeyId, line);
    append(line);
  }

  return {
    find: (authKeyId) => keys.get(authKeyId) ?? null,
    list: () => [...keys.values()],
    add(authKey, firstSalt, options = {}) {
      const key: StoredKey = {
        authKeyId: computeAuthKeyId(authKey).toString('hex'),
        authKey,
        firstSalt,
        layer: null,
        expiresAt: options.expiresAt ?? null,
        permanent: null,
        saltGeneration: 0,
        authorization: createAuthorization(options.createdAt ?? Math.floor(Date.now() / 1000)),
      };
      keys.set(key.authKeyId, key);
      save(key);
      return key;
    },
    save,
    remove(authKeyId) {
      const isWritten = written.delete(authKeyId);
      if (keys.delete(authKeyId) && isWritten) append(JSON.stringify({ id: authKeyId, removed: true }));
    },
  };
}

function createAuthorization(createdAt: number): Authorization {
  return {
    userId: null,
    apiId: null,
    deviceModel: '',
    systemVersion: '',
    appVersion: '',
    createdAt,
    activeAt: createdAt,
    notes: {},
  };
}

/** `activeAt` alone is no reason to write, so it is saved in whole hours. */
function spell(key: StoredKey): string {
  const { authorization } = key;
  const line: KeyLine = {
    id: key.authKeyId,
    authKey: key.authKey.toString('base64'),
    firstSalt: key.firstSalt.toString(),
    layer: key.layer,
    authorization: { ...authorization, activeAt: authorization.activeAt - (authorization.activeAt % 3600) },
  };
  return JSON.stringify(line);
}

function readKeys(file: string): StoredKey[] {
  if (!existsSync(file)) return [];
  const keys = new Map<string, StoredKey>();
  // A kill in the middle of a write leaves half a line at the end; the change it held was never answered.
  for (const text of readFileSync(file, 'utf8').split('\n').slice(0, -1)) {
    const line = parseLine(text);
    if (!line) throw new DamagedDataError(file);
    const key = buildKey(line);
    if (key) keys.set(line.id, key);
    else keys.delete(line.id);
  }
  return [...keys.values()];
}

function parseLine(text: string): KeyLine | null {
  try {
    return JSON.parse(text);
  } catch {
    // No JSON: nothing that was written here.
    return null;
  }
}

function buildKey(line: KeyLine): StoredKey | null {
  if (line.removed || line.authKey === undefined || !line.authorization) return null;
  return {
    authKeyId: line.id,
    authKey: Buffer.from(line.authKey, 'base64'),
    firstSalt: BigInt(line.firstSalt ?? '0'),
    layer: line.layer ?? null,
    expiresAt: null,
    permanent: null,
    saltGeneration: 0,
    authorization: line.authorization,
  };
}

function rewrite(file: string, lines: string[]): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(`${file}.new`, lines.map((line) => `${line}\n`).join(''), { mode: 0o600 });
  renameSync(`${file}.new`, file);
}

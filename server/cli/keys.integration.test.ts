import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { listAuditEvents } from '#server/db/queries/list-audit-events.ts';
import { saveSealedAccounts, saveSealedLogin } from '#server/vault/a-sealed-account.ts';
import { formatKeyRing, type KeyRing } from '#server/vault/key-ring.ts';
import { changeKeyRing, readKeyRing } from '#server/vault/key-ring-file.ts';
import { openVault, type Vault } from '#server/vault/vault.ts';
import { aTerminal, type Said, type Terminal } from './a-terminal.ts';

describe('keys', () => {
  const directory = mkdtempSync(join(tmpdir(), 'channel-pulse-keys-'));
  let terminal: Terminal;
  let file = '';
  let vault: Vault;

  beforeAll(async () => {
    terminal = await aTerminal();
  });
  beforeEach(async () => {
    await terminal.reset();
    await terminal.database.query('TRUNCATE login_flows, audit_log', []);
    file = join(mkdtempSync(join(directory, 'ring-')), 'keys.json');
    vault = openVault({ file, log: { warn: () => undefined, error: () => undefined } });
  });
  afterAll(async () => {
    await terminal.close();
    rmSync(directory, { recursive: true, force: true });
  });

  const cli = (...argv: string[]): Promise<Said> =>
    terminal.cli(['keys', ...argv], { ENCRYPTION_KEYS_FILE: file });
  const ring = (): KeyRing => readKeyRing(file).ring;
  /** As if every key had been made an hour earlier. */
  const age = (): unknown =>
    changeKeyRing(file, (old) => {
      if (old === null) return null;
      const [current, ...older] = old.keys.map((key) => ({
        ...key,
        createdAt: new Date(key.createdAt.getTime() - 3_600_000),
      }));
      return current === undefined ? null : { ...old, keys: [current, ...older] };
    });

  it('lists, rotates and prunes, and never prints a key', async () => {
    await saveSealedAccounts(terminal.database, vault, [1, 2]);
    await saveSealedLogin(terminal.database, vault, 'a-flow');
    const [first] = ring().keys;
    const listed = await cli('list');
    expect(listed).toMatchObject({ code: 0, err: '' });
    expect(listed.out).toBe(`${first.id}  made ${first.createdAt.toISOString()}  3 records  current\n`);

    const rotated = await cli('rotate');
    const [second] = ring().keys;
    expect(rotated).toMatchObject({ code: 0 });
    expect(rotated.out).toBe(
      `The current key is ${second.id}: 3 records were given it.\nBack up ${file} again.\n`,
    );
    expect(rotated.err).toContain('3 records have the current key now\n');
    expect(JSON.parse((await cli('list', '--json')).out).keys).toEqual([
      { id: second.id, createdAt: second.createdAt.toISOString(), isCurrent: true, records: 3 },
      { id: first.id, createdAt: first.createdAt.toISOString(), isCurrent: false, records: 0 },
    ]);

    expect((await cli('prune')).out).toBe(
      `No key was removed.\n${first.id} stays: it was replaced less than ten minutes ago.\n`,
    );
    age();
    const pruned = await cli('prune');
    expect(pruned).toMatchObject({ code: 0, out: `Removed: ${first.id}.\n` });
    expect(ring().keys.map(({ id }) => id)).toEqual([second.id]);
    const printed = [listed, rotated, pruned].map(({ out, err }) => out + err).join();
    for (const { key } of [first, second]) expect(printed).not.toContain(key.toString('base64'));

    const events = await listAuditEvents(terminal.database, {
      ...{ before: null, event: null, subject: null, actor: 'cli', since: null, limit: 10 },
    });
    expect(events.map(({ event, subject, details }) => [event, subject, details])).toEqual([
      ['keys.pruned', `keys:${first.id}`, {}],
      ['keys.rotated', `keys:${second.id}`, { isNewKey: true, records: 3, stuck: 0 }],
    ]);
  });

  it('refuses to remove a key that records need, and ends with 1', async () => {
    await saveSealedAccounts(terminal.database, vault, [1]);
    const [first] = ring().keys;
    const record = vault.seal(Buffer.from('x'), { table: 't', row: 'r', owner: 'o', purpose: 'p' });
    await cli('rotate');
    await terminal.database.query('UPDATE accounts SET session = $1 WHERE account_id = 1', [record]);
    age();
    expect(await cli('prune')).toMatchObject({
      code: 1,
      out: `No key was removed.\n${first.id} stays: 1 record needs it: rotate first.\n`,
    });
    expect(ring().keys).toHaveLength(2);
    // The record belongs to nothing here: the rotation says so, and the key stays.
    const rotated = await cli('rotate');
    expect(rotated.code).toBe(1);
    expect(rotated.out).toContain('accounts 1 cannot be opened: it was changed or belongs elsewhere.\n');
  });

  it('names keys that records need and the file has not', async () => {
    await saveSealedAccounts(terminal.database, vault, [1]);
    const [lost] = ring().keys;
    rmSync(file);
    openVault({ file, log: { warn: () => undefined, error: () => undefined } });
    expect((await cli('list')).out).toContain(`${lost.id}  MISSING from the file of keys  1 record\n`);
    const rotated = await cli('rotate');
    expect(rotated.code).toBe(1);
    expect(rotated.out).toContain('accounts 1 cannot be opened: its key is missing.\n');
  });

  it('answers with a sentence when the file is missing, damaged or open to others, and makes none', async () => {
    rmSync(file);
    for (const wanted of ['list', 'rotate', 'prune']) {
      expect(await cli(wanted)).toEqual({
        code: 1,
        out: '',
        err: `The file of keys ${file} does not exist.\n`,
      });
    }
    const text = formatKeyRing({
      keys: [{ id: 'a', key: Buffer.alloc(32), createdAt: new Date() }],
      fingerprintKey: Buffer.alloc(32),
    });
    writeFileSync(file, text, { mode: 0o644 });
    expect((await cli('list')).err).toMatch(/others than its owner may read it: chmod 0400/);
    rmSync(file);
    writeFileSync(file, text.slice(2), { mode: 0o400 });
    expect((await cli('list')).err).toBe(`${file} is damaged: put back the copy you kept of it.\n`);
    expect(await cli('turn')).toEqual({
      ...{ code: 1, out: '' },
      err: 'There is no "keys turn": list, rotate or prune.\n',
    });
    expect((await cli()).err).toBe('Usage: npm run cli -- keys list|rotate|prune\n');
  });
});

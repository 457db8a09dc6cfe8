import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterAll, expect, it } from 'vitest';
import { openKeyValueFile } from './key-value-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'key-value-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let files = 0;

function newPath(): string {
  files++;
  return join(folder, `${files}.jsonl`);
}

it('keeps what was put, replaced and deleted', () => {
  const path = newPath();
  const file = openKeyValueFile(path);
  file.put('a', 1);
  file.put('b', { deep: ['x'] });
  file.put('a', 2);
  file.put('c', null);
  file.delete('b');
  file.close();
  const again = openKeyValueFile(path);
  expect(again.entries('')).toEqual([
    ['a', 2],
    ['c', null],
  ]);
  again.close();
});

it('has everything on disk one turn later, without being closed', async () => {
  const path = newPath();
  const file = openKeyValueFile(path);
  file.put('a', 'kept');
  await nextTurn();
  await nextTurn();
  expect(readFileSync(path, 'utf8')).toBe('["a","kept"]\n');
  file.close();
});

it('forgets a last line that was torn by a kill', () => {
  const path = newPath();
  const file = openKeyValueFile(path);
  file.put('a', 1);
  file.close();
  appendFileSync(path, '["a",');
  const again = openKeyValueFile(path);
  expect(again.get('a')).toBe(1);
  again.close();
});

it('goes on after a torn line without losing what is put next', () => {
  const path = newPath();
  openKeyValueFile(path).close();
  appendFileSync(path, '["a",');
  const again = openKeyValueFile(path);
  again.put('b', 2);
  again.close();
  const last = openKeyValueFile(path);
  expect(last.get('b')).toBe(2);
  last.close();
});

it('is rewritten when most of its lines are outdated', async () => {
  const path = newPath();
  const file = openKeyValueFile(path);
  for (let i = 0; i < 5_000; i++) {
    file.put('counter', i);
    if (i % 500 === 0) await nextTurn();
  }
  file.close();
  expect(readFileSync(path, 'utf8').split('\n').length).toBeLessThan(2_100);
  const again = openKeyValueFile(path);
  expect(again.get('counter')).toBe(4_999);
  again.close();
});

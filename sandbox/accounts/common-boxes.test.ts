import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { createCommonBoxes } from './common-boxes.ts';
import { openValues } from './values.ts';

const folder = mkdtempSync(join(tmpdir(), 'boxes-'));
afterAll(() => rmSync(folder, { recursive: true }));

it('goes on after a restart where it was, for each person', () => {
  const file = join(folder, 'restarted.jsonl');
  const before = openValues(file);
  const boxes = createCommonBoxes(before);
  boxes.notify('1', 'first', 100);
  boxes.notify('1', 'second', 101);
  boxes.add('2', { kind: 'delete', messageId: 5 });
  before.close();

  const after = openValues(file);
  const again = createCommonBoxes(after);
  expect([again.pts('1'), again.pts('2'), again.pts('3')]).toEqual([3, 2, 1]);
  expect(again.since('1', 2)).toMatchObject([{ pts: 3, event: { message: { text: 'second', date: 101 } } }]);
  expect(again.since('2', 1)).toEqual([{ pts: 2, event: { kind: 'delete', messageId: 5 } }]);
  after.close();
});

it('remembers the newest five hundred events and says so of what is older', () => {
  const boxes = createCommonBoxes(openValues(null));
  for (let index = 1; index <= 501; index += 1) boxes.add('1', { kind: 'delete', messageId: index });
  expect(boxes.pts('1')).toBe(502);
  expect(boxes.since('1', 1)).toBeNull();
  expect(boxes.since('1', 2)).toHaveLength(500);
  expect(boxes.since('1', 502)).toEqual([]);
});

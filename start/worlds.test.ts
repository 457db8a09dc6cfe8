import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { expectWorlds } from './worlds.ts';

const directory = mkdtempSync(join(tmpdir(), 'channel-pulse-worlds-'));
const what = 'it must be a folder with channel.json and messages.jsonl.';

afterAll(() => rmSync(directory, { recursive: true, force: true }));

describe('expectWorlds', () => {
  it('names the folder that is no recorded channel, and what it lacks', () => {
    expect(() => expectWorlds(['/nonexistent'])).toThrow(`--world /nonexistent does not exist: ${what}`);
    writeFileSync(join(directory, 'channel.json'), '{}');
    expect(() => expectWorlds([directory])).toThrow(`--world ${directory} has no messages.jsonl: ${what}`);
    writeFileSync(join(directory, 'messages.jsonl'), '');
    expect(() => expectWorlds([directory, '/nonexistent'])).toThrow('--world /nonexistent does not exist');
    expect(expectWorlds([directory])).toBeUndefined();
  });
});

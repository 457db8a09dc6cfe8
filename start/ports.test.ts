import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { choosePort, freePorts } from './ports.ts';

const directory = mkdtempSync(join(tmpdir(), 'channel-pulse-ports-'));
const file = join(directory, 'ports.json');

afterAll(() => rmSync(directory, { recursive: true, force: true }));

describe('choosePort', () => {
  it('keeps the port it once chose, and names its file when that is damaged', async () => {
    const [page = 0, other = 0] = await freePorts(2);
    const chosen = await choosePort(file, page);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({ product: chosen });
    expect(await choosePort(file, other)).toBe(chosen);
    writeFileSync(file, '{"product":');
    await expect(choosePort(file, page)).rejects.toThrow(
      `${file} is damaged. Delete it and start again: a port is chosen anew.`,
    );
  });
});

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { chooseMode } from './mode.ts';

const directory = mkdtempSync(join(tmpdir(), 'channel-pulse-mode-'));
const token = `${'7'.repeat(10)}:${'A'.repeat(35)}`;

afterAll(() => rmSync(directory, { recursive: true, force: true }));

describe('chooseMode', () => {
  it('is the demo without a token, also when other things of the real bot are configured', () => {
    const demo = { name: 'demo', isDemo: true };
    expect(chooseMode({})).toEqual(demo);
    expect(chooseMode({ TELEGRAM_BOT_TOKEN: '', DATABASE_URL: 'postgres://real' })).toEqual(demo);
  });

  it('names what is kept for a bot by its id, which is no secret', () => {
    expect(chooseMode({ TELEGRAM_BOT_TOKEN: token })).toEqual({ name: 'telegram-7777777777', isDemo: false });
    const file = join(directory, 'token');
    writeFileSync(file, `${token}\n`);
    expect(chooseMode({ TELEGRAM_BOT_TOKEN_FILE: file }).name).toBe('telegram-7777777777');
  });

  it('refuses a token that is none, and a file that is not there, with a sentence without the token', () => {
    expect(() => chooseMode({ TELEGRAM_BOT_TOKEN: '../../secret' })).toThrow(
      'TELEGRAM_BOT_TOKEN must look like 123456:ABC…, as @BotFather gives it.',
    );
    expect(() => chooseMode({ TELEGRAM_BOT_TOKEN_FILE: '/nowhere/token' })).toThrow(
      'TELEGRAM_BOT_TOKEN_FILE names /nowhere/token, which does not exist.',
    );
  });
});

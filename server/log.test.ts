import { describe, expect, it } from 'vitest';
import { createLog, removeTokens } from './log.ts';

const token = `110201543:${'Zz9_'.repeat(9)}`;

describe('the log', () => {
  it('cuts bot tokens out of any text and keeps the public id', () => {
    const line = removeTokens(`GET https://api.telegram.org/bot${token}/getMe failed`);
    expect(line).not.toContain('Zz9_');
  });

  it('never writes the fields that hold secrets, nor a token inside an error', () => {
    const lines: string[] = [];
    const log = createLog('bot', 'info', { write: (line) => lines.push(line) });
    log.info({ token, viewer: { initData: 'hash=1' }, a: { b: { phone: '79990000000' } } }, 'hello');
    log.error({ err: new Error(`POST /bot${token}/sendMessage`) }, 'failed');
    const written = lines.join('');
    expect(written).toContain('"process":"bot"');
    expect(written).toContain('"level":"error"');
    expect(written).toContain('[removed]');
    for (const secret of ['Zz9_', 'hash=1', '79990000000']) expect(written).not.toContain(secret);
  });

  it('leaves times, addresses and ids alone', () => {
    const line = '{"time":"2026-11-20T12:00:00.000Z","url":"http://127.0.0.1:3001/x","id":"1234567890"}';
    expect(removeTokens(line)).toBe(line);
  });
});

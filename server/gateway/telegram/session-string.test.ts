import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { AuthKey } from 'telegram/crypto/AuthKey.js';
import { StringSession } from 'telegram/sessions/index.js';
import { describe, expect, it } from 'vitest';
import { parseSessionString, SessionStringError } from './session-string.ts';

const key = randomBytes(256);

async function gramJsString(dcId: number, ip: string): Promise<string> {
  const session = new StringSession('');
  const authKey = new AuthKey();
  await authKey.setKey(key);
  session.setDC(dcId, ip, 443);
  session.setAuthKey(authKey, dcId);
  return session.save();
}

function telethonString(dcId: number, address: number[]): string {
  const bytes = Buffer.concat([Buffer.from([dcId, ...address]), Buffer.from([1, 187]), key]);
  return `1${bytes.toString('base64url')}`;
}

describe('session strings', () => {
  it.each(['149.154.167.91', '1.2.3.4', '127.0.1.2', '2001:67c:4e8:f004::a'])(
    'reads what GramJS writes for %s',
    async (ip) => {
      expect(parseSessionString(await gramJsString(2, ip))).toEqual({ dcId: 2, ip, authKey: key });
    },
  );

  it('reads what Telethon writes', () => {
    const v4 = telethonString(4, [149, 154, 167, 91]);
    expect(parseSessionString(v4)).toEqual({ dcId: 4, ip: '149.154.167.91', authKey: key });
    const v6 = telethonString(2, [0x20, 1, 6, 0x7c, 4, 0xe8, 0xf0, 4, 0, 0, 0, 0, 0, 0, 0, 0xa]);
    expect(parseSessionString(v6).ip).toBe('2001:67c:4e8:f004:0:0:0:a');
  });

  it('refuses everything else with one sentence that repeats nothing of it', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 500 }), (text) => {
        expect(() => parseSessionString(text)).toThrow(SessionStringError);
        expect(() => parseSessionString(`2${text}`)).toThrow('is not a session string of GramJS or Telethon');
      }),
    );
  });
});

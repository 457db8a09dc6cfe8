import { randomBytes } from 'node:crypto';
import { StringSession } from 'telegram/sessions/index.js';
import { describe, expect, it } from 'vitest';
import { formatSessionString } from './format-session-string.ts';
import { parseSessionString } from './session-string.ts';

const authKey = randomBytes(256);

describe('a session string', () => {
  it.each(['149.154.167.51', '2001:67c:4e8:f002::a', '2001:67c:4e8:f002:0:0:0:a'])(
    'of either form is read back by ourselves, at %s',
    (ip) => {
      for (const format of ['gramjs', 'telethon'] as const) {
        const read = parseSessionString(formatSessionString({ dcId: 4, ip, authKey }, format));
        expect(read).toMatchObject({ dcId: 4, authKey });
        expect(new URL(`http://[${ip.includes(':') ? ip : `::ffff:${ip}`}]`).host).toBe(
          new URL(`http://[${read.ip.includes(':') ? read.ip : `::ffff:${read.ip}`}]`).host,
        );
      }
    },
  );

  it('of GramJS is read by GramJS', async () => {
    const session = new StringSession(
      formatSessionString({ dcId: 2, ip: '149.154.167.51', authKey }, 'gramjs'),
    );
    await session.load();
    expect(session).toMatchObject({ dcId: 2, serverAddress: '149.154.167.51', port: 443 });
    expect(session.getAuthKey(2)?.getKey()).toEqual(authKey);
  });

  it('of Telethon has the length and the alphabet that Telethon checks', () => {
    const text = formatSessionString({ dcId: 2, ip: '149.154.167.51', authKey }, 'telethon');
    // struct '>B4sH256s' in url-safe base64, with the version in front.
    expect(text).toMatch(/^1[A-Za-z0-9_-]{351}=$/);
    const bytes = Buffer.from(text.slice(1), 'base64url');
    expect([...bytes.subarray(0, 7)]).toEqual([2, 149, 154, 167, 51, 443 >> 8, 443 & 255]);
  });
});

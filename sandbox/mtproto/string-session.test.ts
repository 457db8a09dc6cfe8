import { randomBytes } from 'node:crypto';
import { StringSession } from 'telegram/sessions/index.js';
import { expect, it } from 'vitest';
import { toStringSession } from './string-session.ts';

it('is read by GramJS with every part as it was', async () => {
  const authKey = randomBytes(256);
  const session = new StringSession(toStringSession({ dcId: 4, ip: '127.0.1.4', port: 32_767, authKey }));
  await session.load();
  expect([session.dcId, session.serverAddress, session.port]).toEqual([4, '127.0.1.4', 32_767]);
  expect(session.getAuthKey()?.getKey()).toEqual(authKey);
});

it('refuses a port GramJS would read back as negative', () => {
  const authKey = randomBytes(256);
  expect(() => toStringSession({ dcId: 2, ip: '127.0.1.2', port: 32_768, authKey })).toThrow(RangeError);
});

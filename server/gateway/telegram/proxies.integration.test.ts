import { Api } from 'telegram';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { startSocks5, type TestProxy } from '#server/a-proxy-server.ts';
import type { ProxyAddress } from '#server/proxy-address.ts';
import { fetchHistory } from './fetch-history.ts';
import { fetchState } from './fetch-self.ts';
import { type LiveTelegram, publicName, startLiveTelegram } from './live-telegram.test-client.ts';
import { MtprotoError } from './mtproto-failure.ts';
import { resolveUsername } from './resolve-username.ts';

const secret = Buffer.from('00112233445566778899aabbccddeeff', 'hex');
const credentials = { username: 'operator', password: 'p:ss-word' };
let telegram: LiveTelegram;
let socks: TestProxy;

beforeAll(async () => {
  telegram = await startLiveTelegram({ mtproxySecret: secret.toString('hex') });
  socks = await startSocks5(credentials);
});
afterEach(() => void socks.targets.splice(0));
afterAll(async () => {
  await telegram.close();
  await socks.close();
});

function bySocks(known: typeof credentials | null): ProxyAddress {
  return { kind: 'socks5', host: '127.0.0.1', port: socks.port, credentials: known };
}

function byMtproxy(isPadded: boolean, key = secret): ProxyAddress {
  const mtproxy = telegram.sandbox.addresses.mtproxy;
  if (mtproxy === null) throw new Error('there is no MTProxy');
  return { kind: 'mtproxy', host: mtproxy.host, port: mtproxy.port, secret: key, isPadded };
}

const ways: [string, () => ProxyAddress][] = [
  ['SOCKS5', () => bySocks(credentials)],
  ['MTProxy', () => byMtproxy(false)],
  ['MTProxy with packets of random length', () => byMtproxy(true)],
];

describe.each(ways)('through %s', (name, way) => {
  it('channels are found and read, and other data centres are reached', async () => {
    const { session } = telegram.open({ proxy: way() });
    const resolved = await resolveUsername(session, publicName);
    if (resolved.kind !== 'channel') throw new Error(resolved.kind);
    const [first, second] = await Promise.all([
      fetchHistory(session, resolved.channel, 0),
      fetchHistory(session, resolved.channel, 100),
    ]);
    expect([first.size, second.unreadable]).toEqual([100, []]);
    await session.callOn(4, new Api.help.GetConfig());
    expect(session.openSockets()).toBe(2);
    const [home, stats] = ['127.0.1.2', '127.0.1.4'].map((ip) =>
      telegram.sandbox.telegram.dataCentres.find(({ announcedIp }) => announcedIp === ip),
    );
    const listening = [home, stats].map((dc) => `127.0.0.1:${dc?.address.port}`);
    expect(socks.targets).toEqual(name === 'SOCKS5' ? listening : []);
    const transports = home?.openConnections().map(({ transport }) => transport);
    const expected = name.includes('random') ? 'obfuscated padded intermediate' : 'obfuscated abridged';
    expect(transports).toContain(name === 'SOCKS5' ? 'full' : expected);
    await session.stop();
    expect(session.openSockets()).toBe(0);
    await vi.waitFor(() => expect(socks.open()).toBe(0));
  });
});

describe('a proxy that does not let through', () => {
  async function failureThrough(proxy: ProxyAddress): Promise<unknown> {
    const { session, states } = telegram.open({ proxy, connectDeadlineMs: 4_000 });
    const error = await fetchState(session).catch((reason: unknown) => reason);
    expect(`${error} ${JSON.stringify([error, states])}`).not.toMatch(
      /operator|wrong-one|p:ss-word|0011223344/,
    );
    expect(session.state().kind).toBe('waiting');
    expect(session.openSockets()).toBe(0);
    return error instanceof MtprotoError ? error.failure : error;
  }

  it.each<[string, string, () => ProxyAddress]>([
    ['wants a password', 'proxy-authentication-required', () => bySocks(null)],
    [
      'wants another password',
      'proxy-authentication-refused',
      () => bySocks({ ...credentials, password: 'wrong-one' }),
    ],
    ['is not there', 'ECONNRESET', () => ({ kind: 'socks5', host: '127.0.0.1', port: 1, credentials: null })],
    ['wants another secret', 'ECONNRESET', () => byMtproxy(false, Buffer.alloc(16, 7))],
  ])('and %s says %s, ends no session and tells no secret', async (_, code, proxy) => {
    expect(await failureThrough(proxy())).toEqual({ kind: 'network', code });
  });
});

it('an HTTP proxy is not used for MTProto', async () => {
  const proxy: ProxyAddress = { kind: 'http', host: '127.0.0.1', port: 1, credentials: null };
  const { session } = telegram.open({ proxy });
  await fetchState(session);
  expect(session.state().kind).toBe('connected');
});

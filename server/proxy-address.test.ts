import { expect, it } from 'vitest';
import { parseProxyAddress } from './proxy-address.ts';

const plain = '00112233445566778899aabbccddeeff';
const secret = Buffer.from(plain, 'hex');

it.each([
  ['socks5://127.0.0.1:9050', { kind: 'socks5', host: '127.0.0.1', port: 9050, credentials: null }],
  [
    'socks5://me:a%40b%3A@proxy.example',
    { kind: 'socks5', host: 'proxy.example', port: 1080, credentials: { username: 'me', password: 'a@b:' } },
  ],
  ['http://[::1]:3128/', { kind: 'http', host: '::1', port: 3128, credentials: null }],
  ['http://proxy.example', { kind: 'http', host: 'proxy.example', port: 80, credentials: null }],
  [
    `tg://proxy?server=proxy.example&port=443&secret=${plain}`,
    { kind: 'mtproxy', host: 'proxy.example', port: 443, secret, isPadded: false },
  ],
  [
    `https://t.me/proxy?server=127.0.0.1&port=1&secret=dd${plain}`,
    { kind: 'mtproxy', host: '127.0.0.1', port: 1, secret, isPadded: true },
  ],
  [
    `tg://proxy?server=a.example&port=2&secret=${Buffer.concat([Buffer.of(0xdd), secret]).toString('base64url')}`,
    { kind: 'mtproxy', host: 'a.example', port: 2, secret, isPadded: true },
  ],
])('reads %s', (text, expected) => {
  expect(parseProxyAddress(text)).toEqual(expected);
});

it.each([
  ['', 'nothing'],
  ['127.0.0.1:9050', 'no scheme'],
  ['https://proxy.example:443', 'a proxy over TLS'],
  ['socks4://127.0.0.1:1', 'an older SOCKS'],
  ['socks5://127.0.0.1:0', 'no port'],
  ['socks5://127.0.0.1:9/path', 'a path'],
  ['http://a:%E0%A4%A@b', 'a password that is no text'],
  ['http://:p@b', 'a password of nobody'],
  [`tg://proxy?server=&port=443&secret=${plain}`, 'no server'],
  [`tg://proxy?server=a.example&port=65536&secret=${plain}`, 'a port too high'],
  ['tg://proxy?server=a.example&port=443&secret=abcd', 'a short secret'],
  [`tg://proxy?server=a.example&port=443&secret=ee${plain}676f6f676c65`, 'a secret that imitates TLS'],
  [`https://t.me/other?server=a.example&port=443&secret=${plain}`, 'another link'],
])('refuses %j: %s', (text) => {
  expect(parseProxyAddress(text)).toBeNull();
});

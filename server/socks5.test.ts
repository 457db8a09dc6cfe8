import { describe, expect, it } from 'vitest';
import { negotiateSocks5, ProxyRefusedError, type ProxyStream } from './socks5.ts';

/** A stream that answers with these bytes whatever it is told, and keeps what it was told. */
function aStream(answers: number[]): { stream: ProxyStream; written: () => string } {
  let left = Buffer.from(answers);
  const written: Buffer[] = [];
  return {
    written: () => Buffer.concat(written).toString('hex'),
    stream: {
      write: (bytes) => void written.push(bytes),
      async readExactly(count) {
        if (left.length < count) throw new Error('the stream has ended');
        const bytes = left.subarray(0, count);
        left = left.subarray(count);
        return bytes;
      },
    },
  };
}

const agreed = [5, 0];
const connected = [5, 0, 0, 1, 127, 0, 0, 1, 0, 80];

describe('SOCKS5', () => {
  it.each([
    ['127.0.0.1', '017f000001'],
    ['::1', '0400000000000000000000000000000001'],
    ['2001:67c:4e8:f002::a', '04200106 7c04e8f002 000000000000000a'.replaceAll(' ', '')],
    ['::ffff:10.0.0.1', '0400000000000000000000ffff0a000001'],
    ['dc.example', '030a64632e6578616d706c65'],
  ])('asks for %s', async (host, expected) => {
    const { stream, written } = aStream([...agreed, ...connected]);
    await negotiateSocks5(stream, { host, port: 443 }, null);
    expect(written()).toBe(`050100050100${expected}01bb`);
  });

  it('gives name and password when it is asked for them, and not before', async () => {
    const known = { username: 'ab', password: 'c' };
    const asked = aStream([5, 2, 1, 0, ...connected]);
    await negotiateSocks5(asked.stream, { host: '1.2.3.4', port: 1 }, known);
    expect(asked.written()).toContain('0102616201' + '63');
    const notAsked = aStream([...agreed, ...connected]);
    await negotiateSocks5(notAsked.stream, { host: '1.2.3.4', port: 1 }, known);
    expect(notAsked.written()).not.toContain('6162');
  });

  it.each([
    ['another protocol', [0x48, 0x54], 'proxy-speaks-another-protocol'],
    ['no way in', [5, 0xff], 'proxy-authentication-required'],
    ['a wrong password', [5, 2, 1, 1], 'proxy-authentication-refused'],
    ['a rule', [...agreed, 5, 2, 0, 1], 'proxy-not-allowed'],
    ['a refused connection', [...agreed, 5, 5, 0, 1], 'proxy-connection-refused'],
    ['an unknown reason', [...agreed, 5, 99, 0, 1], 'proxy-failure'],
    ['an unknown address', [...agreed, 5, 0, 0, 9], 'proxy-speaks-another-protocol'],
  ])('says what was refused for %s, and nothing secret', async (_, answers, code) => {
    const known = { username: 'somebody', password: 'very-secret' };
    const error = await negotiateSocks5(aStream(answers).stream, { host: '1.2.3.4', port: 1 }, known).catch(
      (reason: unknown) => reason,
    );
    expect(error).toBeInstanceOf(ProxyRefusedError);
    expect(error).toMatchObject({ code });
    expect(String(error)).not.toMatch(/somebody|very-secret|1\.2\.3\.4/);
  });
});

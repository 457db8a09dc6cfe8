import { createCipheriv, createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { connect } from 'node:net';
import { ObfuscatedPacketCodec, PaddedIntermediatePacketCodec } from '@mtcute/node';
import { Api } from 'telegram';
import { beforeEach, describe, expect, it } from 'vitest';
import { LoopbackTransport } from '#sandbox/methods/loopback-transport.test-client.ts';
import { createAuthorizedKey } from './authorized-key.ts';
import type { DataCentre } from './data-centre.ts';
import { createGramjs } from './gramjs.test-client.ts';
import { createMtcute } from './mtcute.test-client.ts';
import { type Mtproxy, startMtproxy } from './mtproxy.ts';
import { closeAfterTest, rsaKey, startDataCentre } from './start-data-centre.test-client.ts';
import { toStringSession } from './string-session.ts';

const secret = Buffer.from('00112233445566778899aabbccddeeff', 'hex');
type Place = Parameters<LoopbackTransport['connect']>[0];

/** mtcute's TCP, led to the proxy whatever is dialled. */
class ProxyTransport extends LoopbackTransport {
  readonly #mtproxy: Mtproxy;

  constructor(proxy: Mtproxy) {
    super();
    this.#mtproxy = proxy;
  }

  override connect(dc: Place): ReturnType<LoopbackTransport['connect']> {
    const { host, port } = this.#mtproxy.address;
    return super.connect({ ...dc, ipAddress: host, port });
  }
}

/** In the proxy's own obfuscation, which names the data centre that was meant. */
function proxyCodec(dc: { id: number; mediaOnly?: boolean }): ObfuscatedPacketCodec {
  const proxy = { dcId: dc.id, secret, test: false, media: dc.mediaOnly === true };
  return new ObfuscatedPacketCodec(new PaddedIntermediatePacketCodec(), proxy);
}

/** What a client begins with. */
function aHeader(known: Buffer, dcId: number): Buffer {
  const header = randomBytes(64);
  header.writeUInt32LE(0x01010101, 0);
  header.writeUInt32LE(0x01010101, 4);
  header.write('dddddddd', 56, 'hex');
  header.writeInt16LE(dcId, 60);
  const key = createHash('sha256').update(header.subarray(8, 40)).update(known).digest();
  const encrypted = createCipheriv('aes-256-ctr', key, header.subarray(40, 56)).update(header);
  return Buffer.concat([header.subarray(0, 56), encrypted.subarray(56)]);
}

let home: DataCentre;
let other: DataCentre;
let mtproxy: Mtproxy;

beforeEach(async () => {
  home = await startDataCentre({ proxySecret: secret });
  other = await startDataCentre({ id: 4, announcedIp: '127.0.1.4', proxySecret: secret });
  mtproxy = await startMtproxy({ host: '127.0.0.1', port: 0, secret, dataCentres: [home, other] });
  closeAfterTest(() => mtproxy.close());
});

describe('an MTProxy', () => {
  it.each(['', 'dd'])(
    'leads GramJS with the secret "%s…" to every data centre by its number',
    async (kind) => {
      const authKey = createAuthorizedKey(home.keyStore, '5000000001');
      const client = createGramjs({
        dataCentres: [home],
        rsaKey,
        session: toStringSession({ dcId: 2, ip: home.announcedIp, port: 20_000, authKey }),
        proxy: { ...mtproxy.address, secret: `${kind}${secret.toString('hex')}` },
      });
      closeAfterTest(() => client.destroy());
      expect(await client.connect()).toBe(true);
      expect((await client.invoke(new Api.updates.GetState())).pts).toBe(1);
      const users = await client.invoke(new Api.users.GetUsers({ id: [new Api.InputUserSelf()] }), 4);
      expect(users).toHaveLength(1);
      for (const dataCentre of [home, other]) {
        expect(dataCentre.openConnections()).toMatchObject([
          { transport: 'obfuscated abridged', userId: '5000000001' },
        ]);
      }
    },
  );

  it('leads mtcute the same way', async () => {
    const transport = Object.assign(new ProxyTransport(mtproxy), { packetCodec: proxyCodec });
    const client = await createMtcute({ dataCentre: home, rsaKey, transport });
    closeAfterTest(() => client.destroy());
    expect(await client.call({ _: 'updates.getState' })).toMatchObject({ pts: 1 });
    expect(await client.call({ _: 'updates.getState' }, { dcId: 4 })).toMatchObject({ pts: 1 });
    for (const dataCentre of [home, other]) {
      expect(dataCentre.openConnections().map(({ transport: name }) => name)).toContain(
        'obfuscated padded intermediate',
      );
    }
  });

  it.each([
    ['with another secret', randomBytes(16), 2],
    ['for a data centre there is not', secret, 3],
  ])('cuts off whoever comes %s', async (_, known, dcId) => {
    const stranger = connect(mtproxy.address.port, mtproxy.address.host);
    const friend = connect(mtproxy.address.port, mtproxy.address.host);
    closeAfterTest(() => friend.destroy());
    stranger.on('error', () => {
      // A reset is an end as good as any; 'close' follows.
    });
    stranger.write(aHeader(known, dcId));
    // Media data centres are named by a negative number, and the header may come in pieces.
    const header = aHeader(secret, -4);
    friend.write(header.subarray(0, 20));
    await once(stranger, 'close');
    friend.write(header.subarray(20));
    await expect
      .poll(() => other.openConnections().map(({ transport }) => transport))
      .toEqual(['obfuscated padded intermediate']);
    expect(home.openConnections()).toEqual([]);
  });
});

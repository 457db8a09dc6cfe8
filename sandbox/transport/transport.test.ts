import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createAbridged } from './abridged.ts';
import { detectTransport } from './detect-transport.ts';
import { createFull } from './full.ts';
import { createIntermediate } from './intermediate.ts';
import { MAX_PACKET_BYTES, type Transport, TransportError } from './transport.ts';

const SECRET = Buffer.from('00112233445566778899aabbccddeeff', 'hex');

/** A client's end: the bytes that open a stream of `packets`, and the way back. */
interface ClientEnd {
  open(packets: Buffer[]): Buffer;
  read(sent: Buffer): Buffer[];
}

function plainClient(tag: string, transport: Transport): ClientEnd {
  return {
    open: (packets) =>
      Buffer.concat([Buffer.from(tag, 'hex'), ...packets.map((one) => transport.frame(one))]),
    read: (sent) => transport.receive(sent),
  };
}

function obfuscatedClient(tag: string, transport: Transport, secret: Buffer | null): ClientEnd {
  const header = randomBytes(64);
  header[0] = 0x01;
  header[4] = 0x01;
  Buffer.from(tag, 'hex').copy(header, 56);
  const key = (part: Buffer) => (secret ? createHash('sha256').update(part).update(secret).digest() : part);
  const reversed = Buffer.from(header.subarray(8, 56)).reverse();
  const encryptor = createCipheriv('aes-256-ctr', key(header.subarray(8, 40)), header.subarray(40, 56));
  const decryptor = createDecipheriv('aes-256-ctr', key(reversed.subarray(0, 32)), reversed.subarray(32, 48));
  const encryptedHeader = encryptor.update(header);
  const wire = Buffer.concat([header.subarray(0, 56), encryptedHeader.subarray(56)]);
  return {
    open: (packets) =>
      Buffer.concat([wire, ...packets.map((packet) => encryptor.update(transport.frame(packet)))]),
    read: (sent) => transport.receive(decryptor.update(sent)),
  };
}

const clients: [string, () => ClientEnd][] = [
  ['abridged', () => plainClient('ef', createAbridged())],
  ['intermediate', () => plainClient('eeeeeeee', createIntermediate(false))],
  ['padded intermediate', () => plainClient('dddddddd', createIntermediate(true))],
  ['full', () => plainClient('', createFull())],
  ['obfuscated abridged', () => obfuscatedClient('efefefef', createAbridged(), null)],
  ['obfuscated intermediate', () => obfuscatedClient('eeeeeeee', createIntermediate(false), null)],
  ['obfuscated padded intermediate', () => obfuscatedClient('dddddddd', createIntermediate(true), SECRET)],
];

describe.each(clients)('the %s transport', (name, createClient) => {
  it('is recognised and carries packets both ways however the stream is cut', () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 700 }), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(sizes, fc.integer({ min: 1, max: 900 }), (words, piece) => {
        const packets = words.map((count) => randomBytes(count * 4));
        const client = createClient();
        const server = serve(client.open(packets), piece);
        expect(server.transport.name).toBe(name);
        expectSame(server.packets, packets, server.transport.isPadded);
        const answers = packets.flatMap((packet) => client.read(server.transport.frame(packet)));
        expectSame(answers, packets, server.transport.isPadded);
      }),
      { numRuns: 60 },
    );
  });
});

/** Feeds a stream in pieces, as a socket would. */
function serve(stream: Buffer, piece: number): { transport: Transport; packets: Buffer[] } {
  let first = Buffer.alloc(0);
  let transport: Transport | null = null;
  const packets: Buffer[] = [];
  for (let at = 0; at < stream.length; at += piece) {
    const chunk = stream.subarray(at, at + piece);
    if (transport) {
      packets.push(...transport.receive(chunk));
      continue;
    }
    first = Buffer.concat([first, chunk]);
    const detected = detectTransport(first, SECRET);
    if (detected) {
      transport = detected.transport;
      packets.push(...transport.receive(detected.rest));
    }
  }
  if (!transport) throw new Error('not recognised');
  return { transport, packets };
}

function expectSame(actual: Buffer[], expected: Buffer[], isPadded: boolean): void {
  const trimmed = actual.map((packet, index) =>
    isPadded ? packet.subarray(0, expected[index]?.length) : packet,
  );
  expect(trimmed).toEqual(expected);
}

describe('a bad stream', () => {
  it('is refused before anything is buffered for a frame that is too large', () => {
    const head = Buffer.alloc(4);
    head.writeUInt32LE(MAX_PACKET_BYTES + 4);
    expect(() => createIntermediate(false).receive(head)).toThrow(TransportError);
    expect(() => createAbridged().receive(Buffer.from('7fffffff', 'hex'))).toThrow(TransportError);
    expect(() => createFull().receive(Buffer.from('ffffffff', 'hex'))).toThrow(TransportError);
  });

  it('is refused by the full transport where a byte or the order changed', () => {
    const framed = createFull().frame(randomBytes(40));
    framed[20] = (framed[20] ?? 0) ^ 1;
    expect(() => createFull().receive(framed)).toThrow('a damaged frame');
    const sender = createFull();
    sender.frame(randomBytes(8));
    expect(() => createFull().receive(sender.frame(randomBytes(8)))).toThrow('a frame out of order');
  });

  it('throws nothing but TransportError, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (array) => {
        try {
          const detected = detectTransport(Buffer.from(array));
          detected?.transport.receive(detected.rest);
        } catch (failure) {
          expect(failure).toBeInstanceOf(TransportError);
        }
      }),
      { numRuns: 20_000 },
    );
  });

  it.each(['GET / HTTP/1.1\r\n', 'POST /api HTTP/1.1\r\n'])(
    'is refused at once where it is HTTP: %s',
    (text) => {
      expect(() => detectTransport(Buffer.from(text))).toThrow('another protocol');
    },
  );
});

/**
 * The client's side of SOCKS5 (RFC 1928, RFC 1929) over any stream of bytes: what the gateway's and the Bot API's
 * connections share.
 */
import { isIPv4, isIPv6 } from 'node:net';

/** A connection to the proxy, before and while it becomes one to the target. */
export interface ProxyStream {
  write(bytes: Buffer): void;
  /** Resolves with exactly so many bytes; rejects when the connection ends before. */
  readExactly(count: number): Promise<Buffer>;
}

/** The proxy refused, or does not speak SOCKS5. `code` says why; names and passwords are never in it. */
export class ProxyRefusedError extends Error {
  readonly code: string;

  constructor(code: string) {
    super(`the proxy refused: ${code}`);
    this.name = 'ProxyRefusedError';
    this.code = code;
  }
}

const version = 5;
const noAuthentication = 0;
const usernamePassword = 2;

/** What the answers 1 … 8 mean. */
const refusals = [
  'proxy-failure',
  'proxy-not-allowed',
  'proxy-network-unreachable',
  'proxy-host-unreachable',
  'proxy-connection-refused',
  'proxy-too-late',
  'proxy-command-unknown',
  'proxy-address-unknown',
];

/** Has the proxy connect to `target`; from then on the stream is the target's. Throws {@link ProxyRefusedError}. */
export async function negotiateSocks5(
  stream: ProxyStream,
  target: { host: string; port: number },
  credentials: { username: string; password: string } | null,
): Promise<void> {
  const methods = credentials === null ? [noAuthentication] : [noAuthentication, usernamePassword];
  stream.write(Buffer.from([version, methods.length, ...methods]));
  const [speaks, chosen] = await stream.readExactly(2);
  if (speaks !== version) throw new ProxyRefusedError('proxy-speaks-another-protocol');
  if (chosen === usernamePassword && credentials !== null) await authenticate(stream, credentials);
  else if (chosen !== noAuthentication) throw new ProxyRefusedError('proxy-authentication-required');
  stream.write(Buffer.concat([Buffer.from([version, 1, 0]), writeAddress(target)]));
  const [, answer = 1, , kind] = await stream.readExactly(4);
  if (answer !== 0) throw new ProxyRefusedError(refusals[answer - 1] ?? 'proxy-failure');
  await skipAddress(stream, kind);
}

async function authenticate(
  stream: ProxyStream,
  { username, password }: { username: string; password: string },
): Promise<void> {
  stream.write(Buffer.concat([Buffer.from([1]), withLength(username), withLength(password)]));
  const [, status] = await stream.readExactly(2);
  if (status !== 0) throw new ProxyRefusedError('proxy-authentication-refused');
}

/** A text with its length in one byte before it. */
function withLength(text: string): Buffer {
  const bytes = Buffer.from(text);
  if (bytes.length > 255) throw new ProxyRefusedError('proxy-text-too-long');
  return Buffer.concat([Buffer.from([bytes.length]), bytes]);
}

function writeAddress({ host, port }: { host: string; port: number }): Buffer {
  const portBytes = Buffer.alloc(2);
  portBytes.writeUInt16BE(port);
  if (isIPv4(host)) return Buffer.concat([Buffer.from([1, ...host.split('.').map(Number)]), portBytes]);
  if (isIPv6(host)) return Buffer.concat([Buffer.from([4]), writeIpv6(host), portBytes]);
  return Buffer.concat([Buffer.from([3]), withLength(host), portBytes]);
}

/** Sixteen bytes of an address that `isIPv6` accepts, `::` and a trailing IPv4 part included. */
function writeIpv6(host: string): Buffer {
  const plain = host.replace(/%.*$/, '').replace(/(\d+)\.(\d+)\.(\d+)\.(\d+)$/, (_, a, b, c, d) => {
    const part = (high: string, low: string): string => (Number(high) * 256 + Number(low)).toString(16);
    return `${part(a, b)}:${part(c, d)}`;
  });
  const [head = '', tail] = plain.split('::');
  const groups = (text: string): string[] => text.split(':').filter((group) => group !== '');
  const before = groups(head);
  const after = tail === undefined ? [] : groups(tail);
  const zeros = Array.from({ length: 8 - before.length - after.length }, () => '0');
  return Buffer.from([...before, ...zeros, ...after].map((group) => group.padStart(4, '0')).join(''), 'hex');
}

/** The address the proxy connected from, which says nothing to us. */
async function skipAddress(stream: ProxyStream, kind: number | undefined): Promise<void> {
  if (kind === 1) await stream.readExactly(4 + 2);
  else if (kind === 4) await stream.readExactly(16 + 2);
  else if (kind === 3) {
    const [length = 0] = await stream.readExactly(1);
    await stream.readExactly(length + 2);
  } else throw new ProxyRefusedError('proxy-speaks-another-protocol');
}

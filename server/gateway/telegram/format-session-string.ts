import { isIPv4 } from 'node:net';
import type { SessionKey } from './session-string.ts';

/** Data centres listen at it; the library that reads the string ignores it or goes there. */
const port = 443;

/** Writes a session as GramJS or Telethon reads it. Whoever has the text has the account. */
export function formatSessionString(key: SessionKey, format: 'gramjs' | 'telethon'): string {
  const head = Buffer.from([key.dcId]);
  const portBytes = Buffer.alloc(2);
  portBytes.writeUInt16BE(port);
  if (format === 'telethon') {
    const bytes = Buffer.concat([head, addressBytes(key.ip), portBytes, key.authKey]);
    // Telethon keeps the padding of base64.
    return `1${bytes.toString('base64').replaceAll('+', '-').replaceAll('/', '_')}`;
  }
  const address = Buffer.from(key.ip);
  const length = Buffer.alloc(2);
  length.writeUInt16BE(address.length);
  return `1${Buffer.concat([head, length, address, portBytes, key.authKey]).toString('base64')}`;
}

/** 4 or 16 bytes in network order. */
function addressBytes(ip: string): Buffer {
  if (isIPv4(ip)) return Buffer.from(ip.split('.').map(Number));
  const [left = '', right = ''] = ip.split('::');
  const head = groups(left);
  const tail = groups(right);
  const zeros = Array.from({ length: 8 - head.length - tail.length }, () => 0);
  const bytes = Buffer.alloc(16);
  for (const [index, group] of [...head, ...zeros, ...tail].entries()) bytes.writeUInt16BE(group, index * 2);
  return bytes;
}

function groups(text: string): number[] {
  return text === '' ? [] : text.split(':').map((group) => Number.parseInt(group, 16));
}

export interface StringSessionParts {
  dcId: number;
  /** The announced IPv4 address. */
  ip: string;
  /** Below 32768: GramJS reads it back as a signed 16-bit number. */
  port: number;
  authKey: Buffer;
}

/** GramJS's `StringSession` text: `1`, then base64 of dc id, length of the address, address, port and auth key. */
export function toStringSession(parts: StringSessionParts): string {
  const address = Buffer.from(parts.ip, 'latin1');
  const head = Buffer.alloc(3);
  head.writeUInt8(parts.dcId, 0);
  head.writeInt16BE(address.length, 1);
  const port = Buffer.alloc(2);
  port.writeInt16BE(parts.port);
  return `1${Buffer.concat([head, address, port, parts.authKey]).toString('base64')}`;
}

/** What a session string carries: the data centre an account lives on and the key it is logged in with. */
export interface SessionKey {
  dcId: number;
  ip: string;
  authKey: Buffer;
}

/** A data centre to begin at, with nothing to log in with. */
export interface UnkeyedSession {
  dcId: number;
  ip: string;
  authKey: null;
}

/** `TELEGRAM_SESSION_STRING` is not one that GramJS or Telethon writes. The operator's fault; carries nothing of it. */
export class SessionStringError extends Error {
  readonly code = 'session-string';

  constructor() {
    super('TELEGRAM_SESSION_STRING is not a session string of GramJS or Telethon');
    this.name = 'SessionStringError';
  }
}

const authKeyLength = 256;

/**
 * Reads a session string. Both forms begin with `1`: GramJS writes data centre, length and text of the address, port
 * and key in base64; Telethon data centre, 4 or 16 bytes of the address, port and key in url-safe base64.
 */
export function parseSessionString(text: string): SessionKey {
  const bytes = Buffer.from(text.slice(1), 'base64');
  const addressLength = bytes.length - 1 - 2 - authKeyLength;
  const dcId = bytes[0];
  if (!text.startsWith('1') || dcId === undefined || dcId < 1 || addressLength < 4)
    throw new SessionStringError();
  const ip = readAddress(bytes.subarray(1, 1 + addressLength));
  if (ip === null) throw new SessionStringError();
  return { dcId, ip, authKey: bytes.subarray(-authKeyLength) };
}

function readAddress(bytes: Buffer): string | null {
  if (bytes.length === 4) return bytes.join('.');
  const textLength = bytes.readUInt16BE(0);
  if (textLength === bytes.length - 2) {
    const text = bytes.subarray(2).toString('latin1');
    return /^[\da-fA-F.:]+$/.test(text) ? text : null;
  }
  if (bytes.length !== 16) return null;
  return Array.from({ length: 8 }, (_, index) => bytes.readUInt16BE(index * 2).toString(16)).join(':');
}

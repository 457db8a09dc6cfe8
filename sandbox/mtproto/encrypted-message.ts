import { randomFillSync } from 'node:crypto';
import { computeAuthKeyId } from '#sandbox/crypto/auth-key-id.ts';
import { decryptIge, encryptIge } from '#sandbox/crypto/ige.ts';
import { computeMessageKey, type Direction, deriveMessageKey } from '#sandbox/crypto/message-key.ts';
import { ProtocolError } from './protocol-error.ts';

/** Auth key id and message key, before the encrypted part. */
const OUTER_BYTES = 24;
/** Salt, session id, message id, sequence number, length. */
const INNER_BYTES = 32;
const MIN_PADDING = 12;
const MAX_PADDING = 1024;

export interface EncryptedMessage {
  salt: bigint;
  sessionId: bigint;
  messageId: bigint;
  sequence: number;
  body: Buffer;
}

/** Decrypts and checks one packet, as the security guidelines demand; throws `ProtocolError`. */
export function openMessage(
  packet: Buffer,
  authKey: Buffer,
  isPadded: boolean,
  direction: Direction = 'from-client',
): EncryptedMessage {
  const surplus = (packet.length - OUTER_BYTES) % 16;
  if (packet.length < OUTER_BYTES + 48 || (surplus !== 0 && !isPadded)) {
    throw new ProtocolError('an encrypted packet of a wrong length');
  }
  const messageKey = packet.subarray(8, OUTER_BYTES);
  const { key, iv } = deriveMessageKey(authKey, messageKey, direction);
  const plain = decryptIge(packet.subarray(OUTER_BYTES, packet.length - surplus), key, iv);
  if (!computeMessageKey(authKey, plain, direction).equals(messageKey)) {
    throw new ProtocolError('a message key that does not fit');
  }
  const length = plain.readInt32LE(28);
  const padding = plain.length - INNER_BYTES - length;
  if (length < 4 || length % 4 !== 0 || padding < MIN_PADDING || padding > MAX_PADDING) {
    throw new ProtocolError('a message whose length or padding is wrong');
  }
  return {
    salt: plain.readBigInt64LE(0),
    sessionId: plain.readBigInt64LE(8),
    messageId: plain.readBigInt64LE(16),
    sequence: plain.readInt32LE(24),
    body: plain.subarray(INNER_BYTES, INNER_BYTES + length),
  };
}

/** Encrypts one message for the other side. */
export function sealMessage(
  message: EncryptedMessage,
  authKey: Buffer,
  direction: Direction = 'from-server',
): Buffer {
  const { body } = message;
  const unpadded = INNER_BYTES + body.length;
  const spare = takeRandom(1)[0] ?? 0;
  const padding = MIN_PADDING + (((-(unpadded + MIN_PADDING) % 16) + 16) % 16) + 16 * (spare & 3);
  const plain = Buffer.allocUnsafe(unpadded + padding);
  plain.writeBigInt64LE(message.salt, 0);
  plain.writeBigInt64LE(message.sessionId, 8);
  plain.writeBigInt64LE(message.messageId, 16);
  plain.writeInt32LE(message.sequence, 24);
  plain.writeInt32LE(body.length, 28);
  body.copy(plain, INNER_BYTES);
  takeRandom(padding).copy(plain, unpadded);
  const messageKey = computeMessageKey(authKey, plain, direction);
  const { key, iv } = deriveMessageKey(authKey, messageKey, direction);
  return Buffer.concat([computeAuthKeyId(authKey), messageKey, encryptIge(plain, key, iv)]);
}

/** Random bytes are made in advance, because each making costs as much as a small message. */
const random = Buffer.alloc(8192);
let randomTaken = random.length;

/** Valid until the next call. */
function takeRandom(count: number): Buffer {
  if (randomTaken + count > random.length) {
    randomFillSync(random);
    randomTaken = 0;
  }
  randomTaken += count;
  return random.subarray(randomTaken - count, randomTaken);
}

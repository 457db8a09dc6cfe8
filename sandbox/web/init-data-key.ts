import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';

/** The Ed25519 key with which this Telegram signs init data for third parties. */
export interface InitDataKey {
  privateKey: KeyObject;
  /** 32 bytes in hexadecimal, the form in which Telegram publishes its own. */
  publicKeyHex: string;
}

/** Opens the key kept at `path`, making one at the first start. */
export function openInitDataKey(path: string): InitDataKey {
  if (!existsSync(path)) {
    const { privateKey } = generateKeyPairSync('ed25519');
    writeFileSync(path, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 });
  }
  const privateKey = createPrivateKey(readFileSync(path));
  const jwk = createPublicKey(privateKey).export({ format: 'jwk' });
  return { privateKey, publicKeyHex: Buffer.from(String(jwk.x), 'base64url').toString('hex') };
}

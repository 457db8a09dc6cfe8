import { generateKeyPairSync } from 'node:crypto';
import { _serverKeys as serverKeys } from 'telegram/crypto/RSA.js';
import { describe, expect, it } from 'vitest';
import { fingerprintOf, trustServerKey } from './server-key.ts';

describe('server keys', () => {
  it("computes the published fingerprints of Telegram's own keys", () => {
    const published = [...serverKeys];
    expect(published.length).toBeGreaterThan(0);
    for (const [fingerprint, { n, e }] of published) {
      const modulus = Buffer.from(BigInt(n.toString()).toString(16), 'hex');
      expect(fingerprintOf(modulus, Buffer.from([1, 0, 1]))).toBe(fingerprint);
      expect(e).toBe(65_537);
    }
  });

  it.each(['spki', 'pkcs1'] as const)('trusts a key from %s PEM under its fingerprint', (type) => {
    const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const fingerprint = trustServerKey(publicKey.export({ type, format: 'pem' }).toString());
    expect(serverKeys.get(fingerprint)?.e).toBe(65_537);
    expect(serverKeys.get(fingerprint)?.n.bitLength().toJSNumber()).toBe(2048);
    serverKeys.delete(fingerprint);
  });

  it('refuses a key that is not RSA', () => {
    const { publicKey } = generateKeyPairSync('ed25519');
    expect(() => trustServerKey(publicKey.export({ type: 'spki', format: 'pem' }).toString())).toThrow(
      /RSA public key/,
    );
  });
});

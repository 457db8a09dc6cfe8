import { z } from 'zod';
import { sessionContext } from '#server/vault/seal-contexts.ts';
import { SealError } from '#server/vault/seal-error.ts';
import type { Vault } from '#server/vault/vault.ts';
import type { SessionKey } from '../telegram/session-string.ts';

/** Whose session it is: a viewer's, the operator's or the bot's own. */
export interface SessionOwner {
  accountId: string;
  kind: 'operator' | 'viewer' | 'bot';
  viewerId: string | null;
}

const plaintextSchema = z.object({
  dcId: z.int().min(1),
  ip: z.string(),
  authKey: z.base64().transform((text) => Buffer.from(text, 'base64')),
});

export function sealSession(vault: Vault, owner: SessionOwner, { dcId, ip, authKey }: SessionKey): string {
  const plaintext = JSON.stringify({ dcId, ip, authKey: authKey.toString('base64') });
  return vault.seal(Buffer.from(plaintext), sessionContext(owner));
}

/** Throws `SealError`: changed, not this account's, or sealed with a key that this machine does not have. */
export function openSession(vault: Vault, owner: SessionOwner, sealed: string): SessionKey {
  const plaintext = vault.open(sealed, sessionContext(owner));
  const parsed = plaintextSchema.safeParse(parseJson(plaintext.toString()));
  plaintext.fill(0);
  if (!parsed.success) throw new SealError('seal-broken');
  return parsed.data;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Not JSON: the schema refuses undefined.
    return undefined;
  }
}

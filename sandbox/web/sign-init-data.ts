import { createHmac, sign } from 'node:crypto';
import type { InitDataKey } from './init-data-key.ts';

/**
 * Signs the fields of one launch as Telegram does and returns them as a query string. `signature` (Ed25519 over
 * `<bot id>:WebAppData` and the fields, for those who do not know the token) comes first, because `hash` (HMAC with a
 * key made from the token) covers it too.
 */
export function signInitData(
  fields: Readonly<Record<string, string>>,
  botToken: string,
  key: InitDataKey,
): string {
  const botId = botToken.split(':')[0] ?? '';
  const lines = sortedLines(fields);
  const signature = sign(
    null,
    Buffer.from([`${botId}:WebAppData`, ...lines].join('\n')),
    key.privateKey,
  ).toString('base64url');
  const secret = createHmac('sha256', 'WebAppData').update(botToken).digest();
  const hash = createHmac('sha256', secret)
    .update(sortedLines({ ...fields, signature }).join('\n'))
    .digest('hex');
  return Object.entries({ ...fields, signature, hash })
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    .join('&');
}

function sortedLines(fields: Readonly<Record<string, string>>): string[] {
  return Object.entries(fields)
    .map(([name, value]) => `${name}=${value}`)
    .sort();
}

import { randomBytes } from 'node:crypto';
import { keepJson, readKeptJson } from './kept-json.ts';

export interface KeptSecrets {
  gatewayToken: string;
  webhookSecret: string;
}

/** Secrets nobody has to choose: made at the first start, kept in a file that only its owner may read. */
export function keepSecrets(file: string): KeptSecrets {
  const kept = readKeptJson<KeptSecrets>(
    file,
    ({ gatewayToken, webhookSecret }) =>
      typeof gatewayToken === 'string' && typeof webhookSecret === 'string',
    'Delete it and start again: its secrets are made anew.',
  );
  if (kept !== null) return kept;
  const secrets = {
    gatewayToken: randomBytes(32).toString('base64url'),
    webhookSecret: randomBytes(32).toString('base64url'),
  };
  keepJson(file, secrets);
  return secrets;
}

import { readFileSync } from 'node:fs';

/** Variables that hold secrets: each may be given as `NAME_FILE`, the path of a file that holds the value. */
export const secretVariables = [
  'TELEGRAM_BOT_TOKEN',
  'TELEGRAM_WEBHOOK_SECRET',
  'TELEGRAM_PROXY',
  'DATABASE_URL',
  'GATEWAY_TOKEN',
  'STATS_TOKEN',
  'TELEGRAM_API_HASH',
  'TELEGRAM_SESSION_STRING',
] as const;

/**
 * The variables with the values of those that were given as files. What cannot be used becomes a sentence at the end of
 * `problems`, with the name of the variable and never its value.
 */
export function readSecretFiles(
  variables: Record<string, string>,
  problems: string[],
): Record<string, string> {
  const filled = { ...variables };
  for (const name of secretVariables) {
    const file = variables[`${name}_FILE`];
    if (file === undefined) continue;
    if (variables[name] !== undefined) {
      problems.push(`${name} and ${name}_FILE are both set: keep one`);
      continue;
    }
    try {
      filled[name] = readFileSync(file, 'utf8').trim();
    } catch {
      problems.push(`${name}_FILE names a file that cannot be read`);
    }
  }
  return filled;
}

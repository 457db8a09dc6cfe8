import { removeTokens } from '#server/log.ts';

/** A sentence without a stack and without a token; a lost database is named, because its errors often say nothing. */
export function toSentence(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = databaseCode(error);
  if (code !== null) return `PostgreSQL cannot be reached (${code}): does the instance run?`;
  return removeTokens(error.message === '' ? error.name : error.message);
}

/** Why the database cannot be reached, as the system names it; null: the error says something else. */
function databaseCode(error: Error): string | null {
  const code = 'code' in error ? String(error.code) : '';
  return /^(ECONNREFUSED|ENOTFOUND|EHOSTUNREACH|ETIMEDOUT|57P03)$/.test(code) ? code : null;
}

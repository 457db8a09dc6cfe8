import { createHash } from 'node:crypto';

/** A strong entity tag (RFC 9110) of what `parts` says, quotes included. */
export function toEtag(parts: unknown): string {
  return `"${createHash('sha256').update(JSON.stringify(parts)).digest('base64url').slice(0, 22)}"`;
}

/** Whether `If-None-Match` names the tag: the asker has this very answer already. */
export function isKnownEtag(ifNoneMatch: string | null, etag: string): boolean {
  if (ifNoneMatch === null) return false;
  const known = ifNoneMatch.split(',').map((tag) => tag.trim().replace(/^W\//, ''));
  return known.includes('*') || known.includes(etag);
}

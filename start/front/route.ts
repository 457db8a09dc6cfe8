/** Where a request goes. `path` is what the receiver sees, query included for `bot` and `api`. */
export type Route =
  | { kind: 'bot'; path: string }
  | { kind: 'api'; path: string }
  | { kind: 'asset'; path: string }
  | { kind: 'page'; path: string }
  | { kind: 'none' };

/** What only the operator's own network may see; the processes serve it on listeners of their own. */
const privatePaths = /^\/(?:api\/)?(?:metrics|healthz|readyz|internal)(?:\/|$)/;

/**
 * Chooses by the path as Caddy does: percent-decoded, dots and doubled slashes resolved, case ignored for the prefixes.
 * What is handed on keeps its own spelling.
 */
export function chooseRoute(url: string): Route {
  const queryAt = url.indexOf('?');
  const rawPath = queryAt === -1 ? url : url.slice(0, queryAt);
  const query = queryAt === -1 ? '' : url.slice(queryAt);
  const path = cleanPath(rawPath);
  if (path === null) return { kind: 'none' };
  const lower = path.toLowerCase();
  if (privatePaths.test(lower)) return { kind: 'none' };
  if (lower === '/api/telegram/webhook') return { kind: 'bot', path: `/telegram/webhook${query}` };
  if (lower === '/api') return { kind: 'api', path: `/${query}` };
  if (lower.startsWith('/api/')) return { kind: 'api', path: `${encodeURI(path.slice(4))}${query}` };
  return lower.startsWith('/assets/') ? { kind: 'asset', path } : { kind: 'page', path };
}

/** null: it cannot be decoded. */
function cleanPath(rawPath: string): string | null {
  let decoded: string;
  try {
    decoded = decodeURIComponent(rawPath);
  } catch {
    // A broken percent sign names nothing.
    return null;
  }
  if (!decoded.startsWith('/') || decoded.includes('\0')) return null;
  const parts: string[] = [];
  for (const part of decoded.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return `/${parts.join('/')}${decoded.endsWith('/') && parts.length > 0 ? '/' : ''}`;
}

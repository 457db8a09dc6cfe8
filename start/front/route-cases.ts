/** Who has to answer a request, and with what. The same cases are put to the demo's front and to a real Caddy. */
export interface RouteCase {
  method: string;
  url: string;
  /** `bot` and `api` answer with their name, the method and the path they saw; `page` is index.html. */
  expected: { by: 'bot' | 'api'; path: string } | { by: 'page' | 'asset' | 'file' } | { status: number };
}

const cases: (Omit<RouteCase, 'method'> & { method?: string })[] = [
  { url: '/', expected: { by: 'page' } },
  { url: '/channels/1900000042', expected: { by: 'page' } },
  { url: '/channels/1900000042?startapp=c1', expected: { by: 'page' } },
  { url: '/favicon.svg', expected: { by: 'file' } },
  { url: '/assets/app-abc.js', expected: { by: 'asset' } },
  { url: '/assets/app-old.js', expected: { status: 404 } },
  { url: '/assets/', expected: { status: 404 } },
  { method: 'POST', url: '/api/telegram/webhook', expected: { by: 'bot', path: '/telegram/webhook' } },
  { method: 'GET', url: '/api/telegram/webhook', expected: { by: 'bot', path: '/telegram/webhook' } },
  { method: 'DELETE', url: '/api/telegram/webhook', expected: { by: 'bot', path: '/telegram/webhook' } },
  { url: '/api/telegram/webhook/x', expected: { by: 'api', path: '/telegram/webhook/x' } },
  { url: '/api/channels?period=30d', expected: { by: 'api', path: '/channels?period=30d' } },
  { method: 'POST', url: '/api/auth/session', expected: { by: 'api', path: '/auth/session' } },
  { url: '/api/', expected: { by: 'api', path: '/' } },
  { url: '/apix', expected: { by: 'page' } },
  { method: 'POST', url: '/', expected: { status: 405 } },
  ...[
    '/metrics',
    '/metrics/',
    '/METRICS',
    '/%6detrics',
    '/api/metrics',
    '/API/metrics',
    '/api/%6detrics',
    '/api//metrics',
    '//api/metrics',
    '/x/../metrics',
    '/api/x/../metrics',
    '/api/healthz',
    '/readyz',
    '/api/internal/resolve',
  ].map((url) => ({ url, expected: { status: 404 } })),
];

export const routeCases: RouteCase[] = cases.map((routeCase) => ({ method: 'GET', ...routeCase }));

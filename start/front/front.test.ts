import { describe, expect, it } from 'vitest';
import { chooseRoute } from './route.ts';
import { routeCases } from './route-cases.ts';

describe('chooseRoute', () => {
  it.each(routeCases)('sends $method $url where the Caddyfile sends it', ({ url, expected }) => {
    const route = chooseRoute(url);
    if ('path' in expected) expect(route).toEqual({ kind: expected.by, path: expected.path });
    else if (route.kind === 'bot' || route.kind === 'api') expect(expected).toBe(route);
    else if ('by' in expected) expect(['page', 'asset']).toContain(route.kind);
    else if (expected.status === 404) expect(['none', 'asset']).toContain(route.kind);
    else expect(expected.status).toBe(405);
  });

  it('hands on nothing that cannot be decoded or that climbs out of the folder', () => {
    expect(chooseRoute('/%zz')).toEqual({ kind: 'none' });
    expect(chooseRoute('/a%00b')).toEqual({ kind: 'none' });
    expect(chooseRoute('/../../etc/passwd')).toEqual({ kind: 'page', path: '/etc/passwd' });
    expect(chooseRoute('/assets/%2e%2e/%2e%2e/server/env.ts')).toEqual({
      kind: 'page',
      path: '/server/env.ts',
    });
  });
});

import { describe, expect, it } from 'vitest';
import { chooseHost, parentOrigin } from './host.ts';

describe('parentOrigin', () => {
  it('takes the nearest ancestor, else the referrer, and nothing where nobody frames us', () => {
    const framed = { isFramed: true, referrer: 'https://web.telegram.org/k/#1' };
    expect(parentOrigin({ ...framed, ancestorOrigins: ['http://a.test', 'http://b.test'] })).toBe(
      'http://a.test',
    );
    expect(parentOrigin({ ...framed, ancestorOrigins: [] })).toBe('https://web.telegram.org');
    expect(parentOrigin({ isFramed: true, ancestorOrigins: [], referrer: '' })).toBeNull();
    expect(parentOrigin({ ...framed, isFramed: false, ancestorOrigins: [] })).toBeNull();
  });
});

describe('chooseHost', () => {
  const allowed = ['https://web.telegram.org', 'http://127.0.0.1:8080/'];

  it('talks to a host that the operator named', () => {
    expect(chooseHost('http://127.0.0.1:8080', allowed)).toBe('http://127.0.0.1:8080');
    expect(chooseHost('https://web.telegram.org', allowed)).toBe('https://web.telegram.org');
  });

  it.each([
    ['another port', 'http://127.0.0.1:8081'],
    ['another scheme', 'http://web.telegram.org'],
    ['a longer name', 'https://web.telegram.org.example.com'],
    ['an origin that hides itself', 'null'],
  ])('talks to nobody on %s', (_, origin) => {
    expect(chooseHost(origin, allowed)).toBeNull();
  });

  it('talks to Telegram Web only, where the browser does not say who frames us', () => {
    expect(chooseHost(null, allowed)).toBe('https://web.telegram.org');
  });
});

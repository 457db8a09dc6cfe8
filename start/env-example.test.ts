import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { secretVariables } from '#server/secret-files.ts';

const root = resolve(import.meta.dirname, '..');
const example = readFileSync(join(root, '.env.example'), 'utf8');
const documented = [...example.matchAll(/^(?:# )?([A-Z][A-Z_]+)=/gm)].map((match) => match[1] ?? '');

/** The names of the schema in `server/env.ts`, which are its only keys in capitals. */
const known = [
  ...readFileSync(join(root, 'server', 'env.ts'), 'utf8').matchAll(/^ {2}([A-Z][A-Z_]+):/gm),
].map((match) => match[1] ?? '');
const ofProcessManager = ['PORT', 'METRICS_PORT'];
/** Whatever the Caddyfile asks for that no process reads. */
const ofCaddy = [...readFileSync(join(root, 'Caddyfile'), 'utf8').matchAll(/\{\$([A-Z_]+)/g)].flatMap(
  ([, name = '']) => (known.includes(name) ? [] : [name]),
);

describe('.env.example', () => {
  it('documents every variable that the processes read, and none that nobody reads', () => {
    expect(known.length).toBeGreaterThan(20);
    const expected = [...known.filter((name) => !ofProcessManager.includes(name)), ...ofCaddy];
    expect(documented.toSorted()).toEqual([...new Set(expected)].toSorted());
  });

  it('says of every secret that it is one, and holds none', () => {
    for (const name of secretVariables.filter((secret) => known.includes(secret))) {
      const before = example.slice(0, example.search(new RegExp(`^(# )?${name}=`, 'm')));
      const paragraph = before.slice(before.lastIndexOf('\n\n')).toLowerCase();
      expect(paragraph, name).toContain('secret');
    }
    expect(example).not.toMatch(/\d{6,}:[A-Za-z0-9_-]{20,}/);
  });
});

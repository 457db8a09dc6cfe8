import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

interface LockedPackage {
  version?: string;
  resolved?: string;
  optionalDependencies?: Record<string, string>;
}

const file = join(resolve(import.meta.dirname, '..'), 'package-lock.json');
const { packages } = JSON.parse(readFileSync(file, 'utf8')) as { packages: Record<string, LockedPackage> };
const paths = Object.keys(packages);

describe('package-lock.json', () => {
  it('names every optional package of every package: npm ci refuses to install when one is missing', () => {
    const missing = Object.values(packages)
      .flatMap(({ optionalDependencies = {} }) => Object.keys(optionalDependencies))
      .filter((name) => !paths.some((path) => path.endsWith(`node_modules/${name}`)));
    expect(missing).toEqual([]);
  });

  it('gives each package a version and none an address to download it from', () => {
    const others = paths.filter((path) => path !== '');
    expect(others.filter((path) => packages[path]?.version === undefined)).toEqual([]);
    expect(others.filter((path) => packages[path]?.resolved !== undefined)).toEqual([]);
  });
});

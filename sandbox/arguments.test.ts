import { expect, it } from 'vitest';
import { readArguments, usage } from './arguments.ts';

it('reads how much faster deliveries are tried again, and leaves it to the sandbox where nobody says', () => {
  expect(readArguments(['--time-factor', '60'])).toMatchObject({ timeFactor: 60 });
  expect(readArguments([])).not.toHaveProperty('timeFactor');
  for (const wrong of ['0', '-1', 'fast', '1.5', ''])
    expect(() => readArguments([`--time-factor=${wrong}`]), wrong).toThrow(
      '--time-factor takes a whole number from 1.',
    );
});

it('explains every option it takes, and takes every option it explains', () => {
  const explained = [...usage.matchAll(/^ {2}(--[a-z-]+)( [A-Za-z]+)?/gm)].map(([, name = '', value]) => ({
    name,
    isFlag: value === undefined,
  }));
  expect(explained.length).toBeGreaterThan(10);
  for (const { name, isFlag } of explained.filter(({ isFlag }) => isFlag))
    expect(() => readArguments([name]), `${name} ${isFlag}`).not.toThrow();
  for (const { name } of explained.filter(({ isFlag }) => !isFlag))
    expect(() => readArguments([name])).toThrow(/argument missing|ambiguous/);
  expect(() => readArguments(['--unexplained'])).toThrow("Unknown option '--unexplained'");
});

import { describe, expect, it } from 'vitest';
import { readArguments } from './arguments.ts';
import { StartError } from './start-error.ts';

function refusalOf(...argv: string[]): string {
  try {
    readArguments(argv, '/home/me');
  } catch (error) {
    if (error instanceof StartError) return error.message;
    throw error;
  }
  return 'none';
}

describe('readArguments', () => {
  it('has a default for everything', () => {
    expect(readArguments([], '/home/me')).toEqual({ port: 8080, worlds: [], speed: null, isFresh: false });
  });

  it('reads every option, and folders from where the person stands', () => {
    const argv = ['--port', '9000', '--world', 'a', '--world=/b', '--speed', '60', '--fresh'];
    expect(readArguments(argv, '/home/me')).toEqual({
      port: 9000,
      worlds: ['/home/me/a', '/b'],
      speed: 60,
      isFresh: true,
    });
  });

  it('gives null when help was asked for', () => {
    expect(readArguments(['--help'], '/')).toBeNull();
    expect(readArguments(['-h', '--port', '1'], '/')).toBeNull();
  });

  it('refuses what it does not know with a sentence that names the options', () => {
    expect(refusalOf('--prot', '9000')).toBe(
      "Unknown option '--prot'. The options are --port, --world, --speed, --fresh and --help.",
    );
    expect(refusalOf('demo')).toMatch(/^Unexpected argument 'demo'.*\. The options are --port/);
    expect(refusalOf('--port')).toMatch(/--port.* argument missing\. The options are/);
  });

  it.each(['0', '65536', 'x', '80.5', '', '1e3', ' 80'])('refuses the port %j', (port) => {
    expect(refusalOf('--port', port)).toBe(`--port must be a number from 1 to 65535, not ${port}.`);
  });

  it.each(['0', '-1', '2.5', 'fast', ''])('refuses the speed %j', (speed) => {
    expect(refusalOf(`--speed=${speed}`)).toBe(`--speed must be a whole number from 1, not ${speed}.`);
  });
});

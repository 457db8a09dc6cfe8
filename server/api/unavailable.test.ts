import { describe, expect, it } from 'vitest';
import { isUnavailable } from './unavailable.ts';

const withCode = (message: string, code: string): Error => Object.assign(new Error(message), { code });

describe('isUnavailable', () => {
  it.each([
    ['a refused connection', withCode('connect ECONNREFUSED', 'ECONNREFUSED')],
    ['every address refused', new AggregateError([withCode('', 'ECONNREFUSED')])],
    ['a server that shuts down', withCode('terminating connection', '57P01')],
    ['too many connections', withCode('sorry, too many clients already', '53300')],
    ['a statement over its time', withCode('canceling statement', '57014')],
    ['a pool without a free connection', new Error('timeout exceeded when trying to connect')],
    ['a server that does not answer', new Error('Query read timeout')],
    ['a connection that broke', new Error('Connection terminated unexpectedly')],
    ['what Sequelize wraps', Object.assign(new Error('x'), { parent: withCode('', 'ECONNRESET') })],
    ['what is a cause', new Error('x', { cause: withCode('', 'EPIPE') })],
  ])('is true for %s', (_, error) => {
    expect(isUnavailable(error)).toBe(true);
  });

  it.each([
    ['a mistake of ours', new TypeError('x is not a function')],
    ['a statement that is wrong', withCode('syntax error', '42601')],
    ['a row that is there already', withCode('duplicate key', '23505')],
    ['no error at all', 'ECONNREFUSED'],
  ])('is false for %s', (_, error) => {
    expect(isUnavailable(error)).toBe(false);
  });

  it('ends on errors that cause each other', () => {
    const error = new Error('round');
    error.cause = error;
    expect(isUnavailable(error)).toBe(false);
  });
});

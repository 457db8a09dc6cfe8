import { describe, expect, it } from 'vitest';
import { isGuess, isStepAllowed } from './allowed-steps.ts';

const steps = ['look', 'code', 'password', 'resend', 'cancel'] as const;

describe('the order of steps', () => {
  it.each([
    ['qr', ['look', 'cancel']],
    ['code', ['look', 'code', 'resend', 'cancel']],
    ['password', ['look', 'password', 'cancel']],
  ] as const)('lets a flow that waits for %s take only its own', (waitingFor, allowed) => {
    expect(steps.filter((step) => isStepAllowed(waitingFor, step))).toEqual(allowed);
  });

  it('counts as guesses what can be guessed', () => {
    expect(steps.filter(isGuess)).toEqual(['code', 'password']);
  });
});

import { describe, expect, it } from 'vitest';
import { loginFlowSchema } from '#contract/login.ts';
import { type LoginState, loginRefusalSchema } from '#server/gateway-client/login-answers.ts';
import { readAccountTexts } from './account-texts.ts';
import { describeFlow } from './login-flow.ts';
import { problemKinds } from './problem-kinds.ts';
import { RequestProblem } from './request-problem.ts';

const { ru, en } = readAccountTexts();
const flow = { flow_id: 'f'.repeat(22), expires_at: '2026-03-01T12:05:00.000Z' };

function refusalOf(code: string, retryAfter: number | null = null): RequestProblem {
  const refused: LoginState = {
    ...{ kind: 'refused', code: loginRefusalSchema.parse(code), retry_after: retryAfter },
  };
  try {
    describeFlow(refused, ru);
  } catch (error) {
    if (error instanceof RequestProblem) return error;
  }
  throw new Error('it was not refused');
}

describe('a login flow as its viewer is told', () => {
  it('is a QR code that a phone can read, with the link it holds and why another phone is needed', () => {
    const link = `tg://login?token=${'A'.repeat(43)}`;
    const told = loginFlowSchema.parse(
      describeFlow(
        { kind: 'qr-wanted', ...flow, token: 'A'.repeat(43), link, token_expires_at: flow.expires_at },
        en,
      ),
    );
    expect(told).toMatchObject({ state: 'qr-wanted', link, same_phone_hint: en.qrHint });
    const svg = told.state === 'qr-wanted' ? told.svg : '';
    expect(svg).toMatch(/^<svg [^>]*viewBox="0 0 \d+ \d+"/);
    expect(svg).not.toMatch(/<script|href=|url\(/);
  });

  it.each<LoginState>([
    {
      ...{ kind: 'code-wanted', ...flow, masked_phone: '+7•••••••01', sent_by: 'app' },
      ...{ code_length: 5, tries_left: 3 },
    },
    { kind: 'password-wanted', ...flow, hint: 'a cat', tries_left: 2 },
  ])('names what it waits for ($kind)', (state) => {
    const { kind, ...rest } = state;
    expect(loginFlowSchema.parse(describeFlow(state, ru))).toEqual({ state: kind, ...rest });
  });

  it.each([
    ['consent-required', 403, 'consent-required'],
    ['phone-login-off', 404, 'not-found'],
    ['phone-invalid', 422, 'phone-invalid'],
    ['phone-banned', 422, 'phone-banned'],
    ['code-wrong', 422, 'code-wrong'],
    ['code-expired', 422, 'code-expired'],
    ['password-wrong', 422, 'password-wrong'],
    ['sign-up-required', 422, 'sign-up-required'],
    ['account-unusable', 422, 'account-unusable'],
    ['flow-not-found', 404, 'flow-not-found'],
    ['flow-expired', 410, 'flow-expired'],
    ['out-of-order', 409, 'out-of-order'],
    ['flow-busy', 409, 'flow-busy'],
    ['tries-used-up', 422, 'tries-used-up'],
    ['too-many-attempts', 429, 'too-many-attempts'],
    ['flood-wait', 429, 'flood-wait'],
    ['no-source', 503, 'no-source'],
    ['telegram-trouble', 502, 'telegram-trouble'],
  ])('turns the refusal %s into %i %s', (refusal, status, code) => {
    const problem = refusalOf(refusal);
    expect(problem.code).toBe(code);
    expect(problemKinds[problem.code].status).toBe(status);
  });

  it('has a problem for every refusal there is', () => {
    for (const refusal of loginRefusalSchema.options) expect(refusalOf(refusal).code).toBeDefined();
  });

  it('says when to come back, and what to accept first', () => {
    expect(refusalOf('flood-wait', 74).details).toEqual({ retryAfterSeconds: 74 });
    expect(refusalOf('flow-busy').details).toEqual({ retryAfterSeconds: 1 });
    expect(refusalOf('consent-required').details).toEqual({ consent: ru.consent });
  });
});

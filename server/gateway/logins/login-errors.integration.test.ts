import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { people } from '#sandbox/world/people.ts';
import type { LoginRefusal } from '#server/gateway-client/login-answers.ts';
import { MtprotoError } from '../telegram/mtproto-failure.ts';
import { beginByPhone, beginByToken } from './begin-login.ts';
import type { QrWork } from './continue-qr.ts';
import type { CodeState, FlowState, QrState } from './flow-state.ts';
import { aStep, type LoginBench, startLoginBench } from './login-bench.test-client.ts';
import type { LoginLines } from './login-lines.ts';
import { refuse, runStep } from './run-step.ts';
import type { StepResult } from './step-result.ts';

/** What the person is told, whether the login is over, and whether its next step has to find out where it stands. */
interface Expected {
  code: LoginRefusal;
  retryAfter?: number;
  isOver?: boolean;
  isUnsure?: boolean;
}

/** Table b.3 of the facts about Telegram, and what else it answers to a login: status, text, meaning. */
const errors: [number, string, Expected][] = [
  [420, 'FLOOD_WAIT_7', { code: 'flood-wait', retryAfter: 7 }],
  [420, 'FLOOD_WAIT_86400', { code: 'flood-wait', retryAfter: 86_400 }],
  [420, 'FLOOD_PREMIUM_WAIT_3', { code: 'flood-wait', retryAfter: 3 }],
  [420, 'SLOWMODE_WAIT_5', { code: 'flood-wait', retryAfter: 5 }],
  [420, '2FA_CONFIRM_WAIT_9', { code: 'flood-wait', retryAfter: 9 }],
  [406, 'PHONE_PASSWORD_FLOOD', { code: 'flood-wait' }],
  [400, 'PHONE_NUMBER_FLOOD', { code: 'flood-wait' }],
  [420, 'FROZEN_METHOD_INVALID', { code: 'account-unusable', isOver: true }],
  [400, 'FROZEN_PARTICIPANT_MISSING', { code: 'account-unusable', isOver: true }],
  [401, 'AUTH_KEY_UNREGISTERED', { code: 'flow-expired', isOver: true }],
  [401, 'AUTH_KEY_INVALID', { code: 'flow-expired', isOver: true }],
  [401, 'SESSION_REVOKED', { code: 'flow-expired', isOver: true }],
  [401, 'SESSION_EXPIRED', { code: 'flow-expired', isOver: true }],
  [401, 'USER_DEACTIVATED', { code: 'account-unusable', isOver: true }],
  [401, 'USER_DEACTIVATED_BAN', { code: 'account-unusable', isOver: true }],
  [406, 'AUTH_KEY_DUPLICATED', { code: 'flow-expired', isOver: true }],
  [400, 'PHONE_CODE_INVALID', { code: 'code-wrong' }],
  [400, 'PHONE_CODE_EMPTY', { code: 'code-wrong' }],
  [400, 'PHONE_NUMBER_INVALID', { code: 'phone-invalid', isOver: true }],
  [400, 'PHONE_NUMBER_BANNED', { code: 'phone-banned', isOver: true }],
  [400, 'PHONE_NUMBER_UNOCCUPIED', { code: 'sign-up-required', isOver: true }],
  [400, 'PASSWORD_HASH_INVALID', { code: 'password-wrong' }],
  [400, 'API_ID_INVALID', { code: 'no-source', isOver: true }],
  [406, 'FRESH_RESET_AUTHORISATION_FORBIDDEN', { code: 'telegram-trouble' }],
  [400, 'CHANNEL_PRIVATE', { code: 'telegram-trouble' }],
  [400, 'CHANNEL_INVALID', { code: 'telegram-trouble' }],
  [400, 'USERNAME_NOT_OCCUPIED', { code: 'telegram-trouble' }],
  [403, 'CHAT_ADMIN_REQUIRED', { code: 'telegram-trouble' }],
  [303, 'STATS_MIGRATE_4', { code: 'telegram-trouble' }],
  [303, 'FILE_MIGRATE_4', { code: 'telegram-trouble' }],
  [303, 'USER_MIGRATE_4', { code: 'telegram-trouble' }],
  [303, 'PHONE_MIGRATE_4', { code: 'telegram-trouble' }],
  [406, 'UPDATE_APP_TO_LOGIN', { code: 'telegram-trouble' }],
  [400, 'SOMETHING_NEW', { code: 'telegram-trouble' }],
  [503, 'Timedout', { code: 'telegram-trouble', isUnsure: true }],
];

/** What one of the calls knows better than the table: the login goes on another way. */
const special: Record<string, Record<string, Expected>> = {
  'auth.signIn': { PHONE_CODE_EXPIRED: { code: 'code-expired' } },
};

let bench: LoginBench;
let lines: LoginLines;
const states: Partial<Record<string, FlowState>> = {};

beforeAll(async () => {
  bench = await startLoginBench();
  await bench.reset();
  lines = bench.gateway().openLines?.() ?? lines;
  const beginning = { consentVersion: '1', now: Date.now };
  const qr = kept(await beginByToken(lines, beginning)) as QrState;
  const code = kept(
    await beginByPhone(lines, { ...beginning, phone: people.owner.phone ?? '' }),
  ) as CodeState;
  const { editor } = people;
  await bench.sandbox.control.setTwoStepPassword({ personId: editor.id, password: 'right' });
  const other = kept(await beginByPhone(lines, { ...beginning, phone: editor.phone ?? '' }));
  const typed = aStep({ step: 'code', code: await bench.codeOf(editor) });
  const password = kept(await runStep(work(), other, typed));
  // Taken away meanwhile, so that no proof has to be computed for every cell of the table.
  await bench.sandbox.control.setTwoStepPassword({ personId: editor.id, password: null });
  Object.assign(states, {
    'auth.exportLoginToken': { ...qr, tokenExpiresAt: 0 },
    'auth.importLoginToken': { ...qr, moved: { key: qr.key, token: 'AAAA' } },
    'auth.signIn': code,
    'auth.resendCode': code,
    'auth.checkPassword': password,
  });
});
beforeEach(() => bench.sandbox.telegram.faults.clear());
afterAll(async () => {
  await lines.closeAll();
  await bench.close();
});

const steps = {
  'auth.exportLoginToken': aStep(),
  'auth.importLoginToken': aStep(),
  'auth.signIn': aStep({ step: 'code', code: '12345' }),
  'auth.resendCode': aStep({ step: 'resend' }),
  'auth.checkPassword': aStep({ step: 'password', password: 'any' }),
} as const;

describe('what Telegram answers to a login', () => {
  it.each(Object.keys(steps) as (keyof typeof steps)[])(
    'is one of our words, for every error of %s, and ends nothing but this login',
    async (method) => {
      const state = states[method];
      if (state === undefined) throw new Error('there is no state for it');
      const own = Object.entries(special[method] ?? {}).map(
        ([text, expected]): [number, string, Expected] => [400, text, expected],
      );
      for (const [code, description, expected] of [...errors, ...own]) {
        // A call that is sent twice is one error for the library, which waits 2 s: once is enough for all methods.
        if (code === 503 && method !== 'auth.signIn') continue;
        bench.sandbox.telegram.faults.clear();
        answerWith(method, code, description);
        const told = await runStep(work(), state, steps[method]);
        expect([description, told]).toEqual([description, verdict(expected, state)]);
      }
    },
    20_000,
  );

  it('is the same while a code is asked for, where nothing is kept of a login that did not begin', async () => {
    for (const [code, description, expected] of errors) {
      if (code === 503) continue;
      bench.sandbox.telegram.faults.clear();
      answerWith('auth.sendCode', code, description);
      const begun = beginByPhone(
        { ...lines, fresh: () => lines.again((states['auth.signIn'] as CodeState).key) },
        { consentVersion: '1', now: Date.now, phone: '79990000001' },
      );
      const told = await begun.catch((error: unknown) => {
        if (!(error instanceof MtprotoError)) throw error;
        return refuse(error, null);
      });
      expect([description, told]).toEqual([description, verdict({ ...expected, isOver: true }, null)]);
    }
  });
});

function work(): QrWork {
  const pace = { listenMs: 0, exportEveryMs: 0 };
  return { lines, pace, now: Date.now, keep: async () => undefined };
}

function answerWith(method: string, code: number, description: string): void {
  const wait = /^(FLOOD|FLOOD_PREMIUM)_WAIT_(\d+)$/.exec(description);
  bench.sandbox.telegram.faults.add({
    method,
    effect:
      wait === null
        ? { kind: 'error', code, description }
        : { kind: 'flood-wait', seconds: Number(wait[2]), isPremium: wait[1] === 'FLOOD_PREMIUM' },
  });
}

function kept(result: StepResult): FlowState {
  if (result.kind !== 'waiting') throw new Error(`it is ${result.kind}`);
  return result.state;
}

function verdict(expected: Expected, state: FlowState | null): StepResult {
  const { code, retryAfter = null, isOver = false, isUnsure = false } = expected;
  const left = isOver || state === null ? null : { ...state, isUnsure };
  return { kind: 'refused', code, retryAfter, state: left };
}

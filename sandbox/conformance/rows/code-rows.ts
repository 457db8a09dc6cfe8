import { satisfying } from '../compare.ts';
import type { FailureRow, RowTable, Stage } from '../row.ts';
import type { Scene } from '../scene.ts';
import { tellUser } from '../truth/tell-user.ts';
import { visitors } from '../visitors.ts';
import { codeOf, logIn, phoneOf, sendCode, sendCodeFields, stopAtPassword } from './log-in.ts';

const phone = phoneOf(visitors.plain);
/** A number of the test data centres that nobody has; its code is the data centre's digit five times. */
const newcomer = '9996629999';
const aHash = satisfying('a hash of a code', (value) => typeof value === 'string' && value.length > 8);
const seconds = satisfying('seconds', (value) => typeof value === 'number' && value > 0);

export function tellLogin(scene: Scene, user = visitors.plain) {
  return { _: 'auth.authorization', user: tellUser({ world: scene.world, callerId: user.id }, user) };
}

const forgetLimits = async ({ scene }: Stage) => {
  scene.accounts.limits.clear();
  return {};
};

function sendRefused(
  title: string,
  change: (scene: Scene) => Readonly<Record<string, unknown>>,
  error: FailureRow['error'],
  arrange: (stage: Stage) => Promise<Readonly<Record<string, unknown>>> = forgetLimits,
): FailureRow {
  const fields = (scene: Scene) => ({ ...sendCodeFields(scene, phone), ...change(scene) });
  return { title, as: 'guest', arrange, fields, error };
}

/** A refusal after a code was sent to the guest; `change` replaces fields of the right call. */
function typeRefused(
  title: string,
  error: FailureRow['error'],
  change: (scene: Scene, hash: unknown) => Readonly<Record<string, unknown>> = () => ({}),
  before: (stage: Stage) => void | Promise<void> = () => {},
  number = phone,
): FailureRow {
  return {
    title,
    as: 'guest',
    arrange: async (stage) => {
      const sent = await sendCode(stage, number);
      const code = codeOf(stage.scene, number);
      await before(stage);
      return { phone_code_hash: sent.phone_code_hash, code };
    },
    fields: (scene, { phone_code_hash, code }) => ({
      phone_number: number,
      phone_code_hash,
      phone_code: code,
      ...change(scene, phone_code_hash),
    }),
    error,
  };
}

/** The same for methods that take no code. */
function hashRefused(...[title, error, change, before]: Parameters<typeof typeRefused>): FailureRow {
  const row = typeRefused(title, error, change, before);
  return {
    ...row,
    fields: (scene, given) => {
      const { phone_code: _, ...fields } = row.fields(scene, given);
      return fields;
    },
  };
}

const noSuchHash = () => ({ phone_code_hash: 'no such hash' });
const wrongCode = (scene: Scene) => ({ phone_code: codeOf(scene, phone) === '11111' ? '22222' : '11111' });
const withHash = async (stage: Stage) => {
  const { phone_code_hash } = await sendCode(stage, phone);
  return { phone_code_hash };
};

export const codeRows: RowTable = {
  'auth.sendCode': {
    successes: [
      {
        title: 'sends a code to the other devices of somebody who has an account',
        as: 'guest',
        arrange: forgetLimits,
        fields: (scene) => sendCodeFields(scene, `+7 (999) ${phone.slice(4)}`),
        answer: () => ({
          _: 'auth.sentCode',
          type: { _: 'auth.sentCodeTypeApp', length: 5 },
          phone_code_hash: aHash,
          next_type: { _: 'auth.codeTypeSms' },
          timeout: seconds,
        }),
      },
      {
        title: 'sends a text message to who has no account',
        as: 'guest',
        arrange: forgetLimits,
        fields: (scene) => sendCodeFields(scene, newcomer),
        answer: () => ({
          _: 'auth.sentCode',
          type: { _: 'auth.sentCodeTypeSms', length: 5 },
          phone_code_hash: aHash,
        }),
      },
    ],
    failures: [
      sendRefused('refuses an unknown application', () => ({ api_hash: 'x'.repeat(32) }), [
        400,
        'API_ID_INVALID',
      ]),
      sendRefused('refuses what is no number', () => ({ phone_number: '12' }), [400, 'PHONE_NUMBER_INVALID']),
      sendRefused('sends numbers of another data centre there', () => ({ phone_number: '9996610001' }), [
        303,
        'PHONE_MIGRATE_1',
      ]),
      sendRefused(
        'makes a number wait after five codes a day',
        () => ({}),
        [420, 'FLOOD_WAIT_86400'],
        async ({ scene }) => {
          scene.accounts.limits.clear();
          for (let sent = 0; sent < 5; sent += 1) scene.accounts.limits.noteCode(phone);
          return {};
        },
      ),
      sendRefused(
        'refuses a number after too many wrong codes',
        () => ({}),
        [406, 'PHONE_PASSWORD_FLOOD'],
        async (stage) => {
          await forgetLimits(stage);
          tryTenTimes(stage);
          return {};
        },
      ),
    ],
  },
  'auth.resendCode': {
    successes: [
      {
        title: 'sends the code by text message',
        as: 'guest',
        arrange: withHash,
        fields: (_, given) => ({ phone_number: phone, ...given }),
        answer: () => ({
          _: 'auth.sentCode',
          type: { _: 'auth.sentCodeTypeSms', length: 5 },
          phone_code_hash: aHash,
        }),
      },
    ],
    failures: [
      hashRefused('knows no such code', [400, 'PHONE_CODE_EXPIRED'], noSuchHash),
      hashRefused('wants a hash', [400, 'PHONE_CODE_HASH_EMPTY'], () => ({ phone_code_hash: '' })),
      hashRefused('refuses what is no number', [400, 'PHONE_NUMBER_INVALID'], () => ({ phone_number: 'me' })),
      {
        title: 'has no other way after the text message',
        as: 'guest',
        arrange: async (stage) => {
          const { phone_code_hash } = await sendCode(stage, newcomer);
          return { phone_code_hash };
        },
        fields: (_, given) => ({ phone_number: newcomer, ...given }),
        error: [406, 'SEND_CODE_UNAVAILABLE'],
      },
    ],
  },
  'auth.cancelCode': {
    successes: [
      {
        title: 'voids a code',
        as: 'guest',
        arrange: withHash,
        fields: (_, given) => ({ phone_number: phone, ...given }),
        answer: () => true,
      },
    ],
    failures: [
      hashRefused('knows no such code', [400, 'PHONE_CODE_EXPIRED'], noSuchHash),
      hashRefused('knows the code of no other number', [400, 'PHONE_CODE_EXPIRED'], () => ({
        phone_number: newcomer,
      })),
    ],
  },
  'auth.signIn': {
    successes: [
      {
        title: 'logs in by the right code',
        as: 'guest',
        arrange: withHash,
        fields: (scene, given) => ({ phone_number: phone, ...given, phone_code: codeOf(scene, phone) }),
        answer: (scene) => tellLogin(scene),
      },
      {
        title: 'tells who has no account that one would have to be made',
        as: 'guest',
        arrange: async (stage) => {
          const { phone_code_hash } = await sendCode(stage, newcomer);
          return { phone_code_hash };
        },
        fields: (_, given) => ({ phone_number: newcomer, ...given, phone_code: '22222' }),
        answer: () => ({ _: 'auth.authorizationSignUpRequired' }),
      },
    ],
    failures: [
      typeRefused('refuses a wrong code', [400, 'PHONE_CODE_INVALID'], wrongCode),
      typeRefused('wants a code', [400, 'PHONE_CODE_EMPTY'], () => ({ phone_code: '' })),
      typeRefused('knows no such hash', [400, 'PHONE_CODE_EXPIRED'], noSuchHash),
      typeRefused('takes a code for five minutes', [400, 'PHONE_CODE_EXPIRED'], undefined, ({ scene }) => {
        scene.clock.move(301);
      }),
      typeRefused('takes no code that was cancelled', [400, 'PHONE_CODE_EXPIRED'], undefined, ({ scene }) => {
        const code = scene.accounts.codes.list(phone).at(-1);
        if (code !== undefined) scene.accounts.codes.void(code.hash);
      }),
      typeRefused('refuses what is no number', [400, 'PHONE_NUMBER_INVALID'], () => ({ phone_number: '+' })),
      typeRefused(
        'refuses a number after too many wrong codes',
        [406, 'PHONE_PASSWORD_FLOOD'],
        undefined,
        tryTenTimes,
      ),
      {
        title: 'wants the two-step password where there is one',
        as: 'guest',
        arrange: async (stage) => {
          await stopAtPassword(stage);
          const { phone_code_hash } = await sendCode(stage, phoneOf(visitors.locked));
          return { phone_code_hash };
        },
        fields: (scene, given) => {
          const number = phoneOf(visitors.locked);
          return { phone_number: number, ...given, phone_code: codeOf(scene, number) };
        },
        error: [401, 'SESSION_PASSWORD_NEEDED'],
      },
    ],
  },
  'auth.signUp': {
    successes: [],
    failures: [
      {
        title: 'opens no account',
        as: 'guest',
        arrange: async (stage) => {
          const { phone_code_hash } = await sendCode(stage, newcomer);
          return { phone_code_hash };
        },
        fields: (_, given) => ({ phone_number: newcomer, ...given, first_name: 'New', last_name: '' }),
        error: [400, 'PHONE_NUMBER_APP_SIGNUP_FORBIDDEN'],
      },
      {
        title: 'opens no second account for a number',
        as: 'guest',
        arrange: withHash,
        fields: (_, given) => ({ phone_number: phone, ...given, first_name: 'New', last_name: '' }),
        error: [400, 'PHONE_NUMBER_OCCUPIED'],
      },
      {
        title: 'knows no such code',
        as: 'guest',
        arrange: async (stage) => {
          await logIn(stage);
          return {};
        },
        fields: () => ({ phone_number: newcomer, phone_code_hash: 'none', first_name: 'New', last_name: '' }),
        error: [400, 'PHONE_CODE_EXPIRED'],
      },
    ],
  },
};

/** As often as wrong codes of a number are borne with in a day. */
function tryTenTimes({ scene }: Stage): void {
  for (let tried = 0; tried < 10; tried += 1) scene.accounts.limits.noteWrong(phone);
}

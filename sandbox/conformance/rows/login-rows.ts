import { including, satisfying } from '../compare.ts';
import { provePassword } from '../prove-password.ts';
import type { FailureRow, Given, RowTable, Stage } from '../row.ts';
import type { Scene } from '../scene.ts';
import { tellUserById } from '../truth/tell-user.ts';
import { lockedPassword, visitors } from '../visitors.ts';
import { tellLogin } from './code-rows.ts';
import { stopAtPassword } from './log-in.ts';

const bytesOf = (length: number) =>
  satisfying(`${length} bytes`, (value) => Buffer.isBuffer(value) && value.length === length);

function botLogin({ apiId, apiHash, botToken }: Scene): Given {
  return { flags: 0, api_id: apiId, api_hash: apiHash, bot_auth_token: botToken };
}

function botRefused(title: string, change: Given, error: FailureRow['error'], dcId?: number): FailureRow {
  const fields = (scene: Scene) => ({ ...botLogin(scene), ...change });
  return { title, as: 'guest', fields, error, ...(dcId !== undefined && { dcId }) };
}

/** The viewer's login, taken to the data centre of statistics. */
async function exportLogin({ ask, scene }: Stage, dcId = scene.statsDcId): Promise<Given> {
  const { id, bytes } = await ask('viewer', { _: 'auth.exportAuthorization', dc_id: dcId });
  return { id, bytes };
}

function importRefused(title: string, arrange: (stage: Stage) => Promise<Given>): FailureRow {
  return {
    title,
    as: 'guest',
    dcId: 4,
    arrange,
    fields: (_, given) => given,
    error: [400, 'AUTH_BYTES_INVALID'],
  };
}

function proofRefused(title: string, prove: (stage: Stage) => Promise<Given>, text: string): FailureRow {
  return { title, as: 'guest', arrange: prove, fields: (_, given) => given, error: [400, text] };
}

async function prove(stage: Stage, password: string): Promise<Given> {
  await stopAtPassword(stage);
  const question = await stage.ask('guest', { _: 'account.getPassword' });
  return { password: await provePassword(question, password) };
}

export const loginRows: RowTable = {
  'auth.importBotAuthorization': {
    successes: [
      {
        title: 'logs a bot in by its token',
        as: 'guest',
        fields: botLogin,
        answer: (scene) => ({
          _: 'auth.authorization',
          user: { ...tellUserById({ world: scene.world, callerId: scene.bot.id }, scene.bot.id), self: true },
        }),
      },
    ],
    failures: [
      botRefused('knows no such application', { api_id: 1 }, [400, 'API_ID_INVALID']),
      botRefused('knows no such bot', { bot_auth_token: '1:none' }, [400, 'ACCESS_TOKEN_INVALID']),
      botRefused('sends a bot to its data centre', {}, [303, 'USER_MIGRATE_2'], 1),
    ],
  },
  'auth.exportAuthorization': {
    successes: [
      {
        title: 'packs a login for another data centre',
        as: 'viewer',
        fields: ({ statsDcId }) => ({ dc_id: statsDcId }),
        answer: ({ callerId }) => ({
          _: 'auth.exportedAuthorization',
          id: BigInt(callerId),
          bytes: satisfying('bytes', (value) => Buffer.isBuffer(value) && value.length >= 16),
        }),
      },
    ],
    failures: [
      {
        title: 'goes to no data centre that does not exist',
        as: 'viewer',
        fields: () => ({ dc_id: 9 }),
        error: [400, 'DC_ID_INVALID'],
      },
      {
        title: 'goes not to where it is',
        as: 'viewer',
        fields: () => ({ dc_id: 2 }),
        error: [400, 'DC_ID_INVALID'],
      },
    ],
  },
  'auth.importAuthorization': {
    successes: [
      {
        title: 'unpacks a login in the data centre it was meant for',
        as: 'guest',
        dcId: 4,
        arrange: exportLogin,
        fields: (_, given) => given,
        answer: (scene, { id }) => ({
          _: 'auth.authorization',
          user: tellUserById({ world: scene.world, callerId: String(id) }, String(id)),
        }),
      },
    ],
    failures: [
      importRefused('does it once', async (stage) => {
        const packed = await exportLogin(stage);
        await stage.call('secondGuest', { _: 'auth.importAuthorization', ...packed }, 4);
        return packed;
      }),
      importRefused('does it nowhere else', (stage) => exportLogin(stage, 1)),
      importRefused('does it for nobody else', async (stage) => ({
        ...(await exportLogin(stage)),
        id: BigInt(visitors.plain.id),
      })),
      importRefused('does it for five minutes', async (stage) => {
        const packed = await exportLogin(stage);
        stage.scene.clock.move(301);
        return packed;
      }),
    ],
  },
  'account.getPassword': {
    successes: [
      {
        title: 'says that there is no two-step password',
        as: 'viewer',
        fields: () => ({}),
        answer: () =>
          including('account.password', {
            has_password: undefined,
            current_algo: undefined,
            srp_B: undefined,
            srp_id: undefined,
            hint: undefined,
            secure_random: bytesOf(256),
          }),
      },
      {
        title: 'asks who only lacks the password, with its hint',
        as: 'guest',
        arrange: async (stage) => {
          await stopAtPassword(stage);
          return {};
        },
        fields: () => ({}),
        answer: () =>
          including('account.password', {
            has_password: true,
            hint: lockedPassword.hint,
            srp_B: bytesOf(256),
            srp_id: satisfying('an id', (value) => typeof value === 'bigint'),
            current_algo: including('passwordKdfAlgoSHA256SHA256PBKDF2HMACSHA512iter100000SHA256ModPow', {
              g: 3,
              p: bytesOf(256),
            }),
          }),
      },
    ],
    failures: [
      {
        title: 'asks nobody who is not logging in',
        as: 'nobody',
        fields: () => ({}),
        error: [401, 'AUTH_KEY_UNREGISTERED'],
      },
    ],
  },
  'auth.checkPassword': {
    successes: [
      {
        title: 'finishes the log-in of who knows the password',
        as: 'guest',
        arrange: (stage) => prove(stage, lockedPassword.password),
        fields: (_, given) => given,
        answer: (scene) => tellLogin(scene, visitors.locked),
      },
    ],
    failures: [
      proofRefused('refuses another password', (stage) => prove(stage, 'another'), 'PASSWORD_HASH_INVALID'),
      proofRefused(
        'refuses no password',
        async (stage) => {
          await stopAtPassword(stage);
          return { password: { _: 'inputCheckPasswordEmpty' } };
        },
        'PASSWORD_HASH_INVALID',
      ),
      proofRefused(
        'refuses the answer to another question',
        async (stage) => {
          const { password } = await prove(stage, lockedPassword.password);
          return { password: { ...Object(password), srp_id: 1n } };
        },
        'SRP_ID_INVALID',
      ),
      proofRefused(
        'refuses the right password for a question that a wrong one was an answer to',
        async (stage) => {
          await stopAtPassword(stage);
          const question = await stage.ask('guest', { _: 'account.getPassword' });
          const password = await provePassword(question, 'another');
          await stage.call('guest', { _: 'auth.checkPassword', password });
          return { password: await provePassword(question, lockedPassword.password) };
        },
        'SRP_ID_INVALID',
      ),
      {
        title: 'is refused to who is not logging in',
        as: 'nobody',
        fields: () => ({ password: { _: 'inputCheckPasswordEmpty' } }),
        error: [401, 'AUTH_KEY_UNREGISTERED'],
      },
    ],
  },
};

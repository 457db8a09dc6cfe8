import { including, satisfying } from '../compare.ts';
import type { FailureRow, Given, Role, RowTable, Stage } from '../row.ts';
import type { Scene } from '../scene.ts';
import { lockedPassword, visitors } from '../visitors.ts';
import { tellLogin } from './code-rows.ts';
import { exportToken } from './log-in.ts';

const aToken = satisfying('a token', (value) => Buffer.isBuffer(value) && value.length >= 16);
const asGuest = (scene: Scene) => ({ api_id: scene.apiId, api_hash: scene.apiHash, except_ids: [] });

/** Shows a QR code as a guest and confirms it as a person, as their telephone would. */
async function confirmed(stage: Stage, userId: string): Promise<Given> {
  const { token } = await exportToken(stage);
  const outcome = stage.scene.accounts.tokens.accept(textOf(token), userId);
  if (outcome.kind !== 'accepted') throw new Error(`the token was not accepted: ${outcome.kind}`);
  return {};
}

/** The token with which a guest goes on in the data centre of who confirmed the code. */
async function migrated(stage: Stage): Promise<Given> {
  stage.scene.accounts.standings.setHomeDc(visitors.moved.id, 1);
  await confirmed(stage, visitors.moved.id);
  const { token } = await exportToken(stage);
  return { token };
}

function textOf(token: unknown): string {
  if (!Buffer.isBuffer(token)) throw new TypeError('a token is bytes');
  return token.toString('hex');
}

function refused(
  title: string,
  as: Role,
  arrange: (stage: Stage) => Promise<Given>,
  text: string,
  dcId?: number,
): FailureRow {
  const error = [400, text] as const;
  return {
    title,
    as,
    arrange,
    fields: (_, { token }) => ({ token }),
    error,
    ...(dcId !== undefined && { dcId }),
  };
}

const garbage = async () => ({ token: Buffer.alloc(32, 7) });

export const tokenRows: RowTable = {
  'auth.exportLoginToken': {
    successes: [
      {
        title: 'gives a token for half a minute',
        as: 'guest',
        fields: asGuest,
        answer: ({ clock }) => ({
          _: 'auth.loginToken',
          expires: Math.floor(clock.now()) + 30,
          token: aToken,
        }),
      },
      {
        title: 'logs in once the token is confirmed',
        as: 'guest',
        arrange: (stage) => confirmed(stage, visitors.plain.id),
        fields: asGuest,
        answer: (scene) => ({ _: 'auth.loginTokenSuccess', authorization: tellLogin(scene) }),
      },
      {
        title: 'sends on to the data centre of who confirmed it',
        as: 'guest',
        arrange: async (stage) => {
          stage.scene.accounts.standings.setHomeDc(visitors.moved.id, 1);
          return confirmed(stage, visitors.moved.id);
        },
        fields: asGuest,
        answer: () => ({ _: 'auth.loginTokenMigrateTo', dc_id: 1, token: aToken }),
      },
    ],
    failures: [
      {
        title: 'knows no such application',
        as: 'guest',
        fields: (scene) => ({ ...asGuest(scene), api_id: 1 }),
        error: [400, 'API_ID_INVALID'],
      },
      {
        title: 'wants the two-step password of who confirmed it',
        as: 'guest',
        arrange: async (stage) => {
          const { password, hint } = lockedPassword;
          await stage.scene.accounts.passwords.set(visitors.locked.id, password, hint);
          return confirmed(stage, visitors.locked.id);
        },
        fields: asGuest,
        error: [401, 'SESSION_PASSWORD_NEEDED'],
      },
    ],
  },
  'auth.importLoginToken': {
    successes: [
      {
        title: 'logs in in the data centre the token leads to',
        as: 'secondGuest',
        dcId: 1,
        arrange: migrated,
        fields: (_, { token }) => ({ token }),
        answer: (scene) => ({ _: 'auth.loginTokenSuccess', authorization: tellLogin(scene, visitors.moved) }),
      },
    ],
    failures: [
      refused('knows no such token', 'guest', garbage, 'AUTH_TOKEN_INVALID'),
      refused('takes no token for another data centre', 'guest', migrated, 'AUTH_TOKEN_INVALID'),
      refused(
        'takes a token for a minute',
        'guest',
        async (stage) => {
          const given = await migrated(stage);
          stage.scene.clock.move(61);
          return given;
        },
        'AUTH_TOKEN_EXPIRED',
        1,
      ),
    ],
  },
  'auth.acceptLoginToken': {
    successes: [
      {
        title: 'confirms the login of another device and says what it is',
        as: 'editor',
        arrange: async (stage) => {
          const { token } = await exportToken(stage);
          return { token };
        },
        fields: (_, { token }) => ({ token }),
        answer: ({ clock }) =>
          including('authorization', {
            current: undefined,
            hash: satisfying('a hash', (value) => typeof value === 'bigint' && value !== 0n),
            date_created: Math.floor(clock.now()),
            ip: '127.0.0.1',
          }),
      },
    ],
    failures: [
      refused('knows no such token', 'editor', garbage, 'AUTH_TOKEN_INVALID'),
      refused(
        'takes a token for half a minute',
        'editor',
        async (stage) => {
          const { token } = await exportToken(stage);
          stage.scene.clock.move(31);
          return { token };
        },
        'AUTH_TOKEN_EXPIRED',
      ),
      refused(
        'takes a token once',
        'editor',
        async (stage) => {
          const { token } = await exportToken(stage);
          await stage.ask('editor', { _: 'auth.acceptLoginToken', token });
          return { token };
        },
        'AUTH_TOKEN_ALREADY_ACCEPTED',
      ),
      refused(
        'refuses who is logged in on that device already',
        'editor',
        async (stage) => {
          const { token } = await exportToken(stage, [BigInt(stage.scene.callerId)]);
          return { token };
        },
        'AUTH_TOKEN_EXCEPTION',
      ),
    ],
  },
};

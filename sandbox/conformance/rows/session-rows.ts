import { including, satisfying } from '../compare.ts';
import type { FailureRow, Given, Role, RowTable, Stage } from '../row.ts';
import { visitors } from '../visitors.ts';
import { logIn } from './log-in.ts';

const dayLater = 86_401;

/** A guest and a second one, both logged in as the same visitor; the hash of the second login. */
async function twoLogins(stage: Stage): Promise<Given> {
  await logIn(stage, visitors.plain, 'guest');
  await logIn(stage, visitors.plain, 'secondGuest');
  const { authorizations } = await stage.ask('guest', { _: 'account.getAuthorizations' });
  const [, other] = [authorizations].flat();
  return { hash: Object(other).hash };
}

async function twoOldLogins(stage: Stage): Promise<Given> {
  const given = await twoLogins(stage);
  stage.scene.clock.move(dayLater);
  return given;
}

function logged(what: Given) {
  return including('authorization', {
    ip: '127.0.0.1',
    date_created: satisfying('a time', (value) => typeof value === 'number' && value > 0),
    date_active: satisfying('a time', (value) => typeof value === 'number' && value > 0),
    password_pending: undefined,
    ...what,
  });
}

function refused(
  title: string,
  as: Role,
  arrange: (stage: Stage) => Promise<Given>,
  error: FailureRow['error'],
  hash?: bigint,
): FailureRow {
  const fields = (_: unknown, given: Given) => ({ hash: hash ?? given.hash });
  return { title, as, arrange, fields, error };
}

const fresh = [406, 'FRESH_RESET_AUTHORISATION_FORBIDDEN'] as const;

/** A login that another one of the same person has ended; what is called next must say so. */
export async function revokedLogin(stage: Stage): Promise<Given> {
  const { hash } = await twoOldLogins(stage);
  await stage.call('guest', { _: 'account.resetAuthorization', hash });
  return {};
}

export const sessionRows: RowTable = {
  'account.getAuthorizations': {
    successes: [
      {
        title: 'lists the own login first, known by 0, and the others by their hashes',
        as: 'guest',
        arrange: async (stage) => {
          const others = await twoLogins(stage);
          return others;
        },
        fields: () => ({}),
        answer: ({ apiId }, { hash }) =>
          including('account.authorizations', {
            authorization_ttl_days: 180,
            authorizations: [
              logged({ current: true, hash: 0n, unconfirmed: undefined }),
              logged({
                current: undefined,
                hash,
                unconfirmed: true,
                api_id: satisfying(`an application (${apiId} is ours)`, (value) => typeof value === 'number'),
              }),
            ],
          }),
      },
    ],
    failures: [],
  },
  'account.resetAuthorization': {
    successes: [
      {
        title: 'ends another login once the own one is a day old',
        as: 'guest',
        arrange: twoOldLogins,
        fields: (_, { hash }) => ({ hash }),
        answer: () => true,
      },
    ],
    failures: [
      refused('ends no other login on the first day', 'guest', twoLogins, fresh),
      refused('ends not the own login', 'guest', twoOldLogins, [400, 'HASH_INVALID'], 0n),
      refused('knows no such login', 'guest', twoOldLogins, [400, 'HASH_INVALID'], 77n),
    ],
  },
  'auth.resetAuthorizations': {
    successes: [
      {
        title: 'ends all other logins once the own one is a day old',
        as: 'guest',
        arrange: twoOldLogins,
        fields: () => ({}),
        answer: () => true,
      },
    ],
    failures: [
      {
        title: 'ends none on the first day',
        as: 'guest',
        arrange: twoLogins,
        fields: () => ({}),
        error: fresh,
      },
    ],
  },
  'auth.logOut': {
    successes: [
      {
        title: 'ends the own login',
        as: 'guest',
        arrange: async (stage) => {
          await logIn(stage);
          return {};
        },
        fields: () => ({}),
        answer: () => ({ _: 'auth.loggedOut' }),
      },
    ],
    failures: [
      {
        title: 'ends it once',
        as: 'guest',
        arrange: async (stage) => {
          await logIn(stage);
          await stage.ask('guest', { _: 'auth.logOut' });
          return {};
        },
        fields: () => ({}),
        error: [401, 'AUTH_KEY_UNREGISTERED'],
      },
      {
        title: 'is told to a login that another one has ended',
        as: 'secondGuest',
        arrange: revokedLogin,
        fields: () => ({}),
        error: [401, 'SESSION_REVOKED'],
      },
    ],
  },
};

import { changeError, changeObjects } from './change-answer.ts';
import type { Mutant } from './mutant.ts';

/** Lies about logins and about statistics. */
export const loginMutants: readonly Mutant[] = [
  {
    title: 'takes a wrong code for an old one',
    methods: ['auth.signIn'],
    mutate: changeError('PHONE_CODE_INVALID', 400, 'PHONE_CODE_EXPIRED'),
  },
  {
    title: 'wants the two-step password with the code of a bad request',
    methods: ['auth.signIn'],
    mutate: changeError('SESSION_PASSWORD_NEEDED', 400, 'SESSION_PASSWORD_NEEDED'),
  },
  {
    title: 'makes a number wait one second too long',
    methods: ['auth.sendCode'],
    mutate: changeError('FLOOD_WAIT_86400', 420, 'FLOOD_WAIT_86401'),
  },
  {
    title: 'gives QR tokens a minute',
    methods: ['auth.exportLoginToken'],
    mutate: changeObjects('auth.loginToken', (token) => ({ ...token, expires: Number(token.expires) + 30 })),
  },
  {
    title: 'forgets which login is the current one',
    methods: ['account.getAuthorizations'],
    mutate: changeObjects('authorization', (login) => ({ ...login, current: undefined })),
  },
  {
    title: 'leads to another data centre for statistics',
    methods: ['stats.getBroadcastStats'],
    mutate: changeError('STATS_MIGRATE_4', 303, 'STATS_MIGRATE_1'),
  },
  {
    title: 'draws one follower too many',
    methods: ['stats.getBroadcastStats'],
    mutate: changeObjects('stats.broadcastStats', (stats) => ({
      ...stats,
      growth_graph: { ...Object(stats.growth_graph), json: raiseFirst(Object(stats.growth_graph).json) },
    })),
  },
];

/** The same graph with one more in the newest column of its first series. */
function raiseFirst(json: unknown): unknown {
  const graph: { columns: (string | number)[][] } = JSON.parse(String(Object(json).data));
  const series = graph.columns[1] ?? [];
  const last = series.length - 1;
  series[last] = Number(series[last]) + 1;
  return { ...Object(json), data: JSON.stringify(graph) };
}

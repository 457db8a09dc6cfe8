import { statsDcId } from '#sandbox/start-data-centres.ts';
import { people } from '#sandbox/world/people.ts';
import type { RowTable, Stage, SuccessRow } from '../row.ts';
import type { Scene } from '../scene.ts';
import { isTlObject } from '../spelling.ts';
import { graphThat } from '../truth/tell-graph.ts';
import { ownerMainId } from './demo-channels.ts';

const daySeconds = 86_400;

/** A token the owner got, whoever the row is about. */
async function askForToken({ ask, scene }: Stage, name: string) {
  const access_hash = scene.world.accessHash(people.owner.id, ownerMainId);
  const channel = { _: 'inputChannel', channel_id: BigInt(ownerMainId), access_hash };
  const stats = await ask('owner', { _: 'stats.getBroadcastStats', channel }, statsDcId);
  const graph = stats[name];
  if (!isTlObject(graph)) throw new TypeError(`there is no ${name}`);
  return { token: graph._ === 'statsGraphAsync' ? graph.token : graph.zoom_token };
}

const dayShown = ({ world }: Scene): number => (Math.floor(world.now() / daySeconds) - 3) * daySeconds;

const loaded: SuccessRow[] = [
  {
    title: 'gives the sources of new members, which are the world’s reasons',
    as: 'owner',
    dcId: statsDcId,
    arrange: (stage) => askForToken(stage, 'new_followers_by_source_graph'),
    fields: (_, { token }) => ({ token }),
    answer: (scene) =>
      graphThat('stacks bars up to the joins of every day', 'bar', ([x = [], ...sources], { stacked }) =>
        x.every((at, index) => {
          const to = Math.min(scene.world.now(), at / 1000 + daySeconds);
          const events = scene.world.memberEvents(ownerMainId, at / 1000, to);
          const joins = events.filter(({ kind }) => kind === 'join').length;
          return stacked === true && sources.reduce((sum, values) => sum + (values[index] ?? 0), 0) === joins;
        }),
      ),
  },
  {
    title: 'gives views as steps with an axis each',
    as: 'owner',
    dcId: statsDcId,
    arrange: (stage) => askForToken(stage, 'interactions_graph'),
    fields: (_, { token }) => ({ token }),
    answer: ({ world }) =>
      graphThat('adds up to the views of the world', 'step', ([x = [], views = []], { y_scaled }) => {
        const first = world.activity(ownerMainId, (x[0] ?? 0) / 1000).views;
        const gained = world.activity(ownerMainId, world.now()).views - first;
        return y_scaled === true && views.reduce((sum, count) => sum + count, 0) === gained;
      }),
  },
  {
    title: 'gives languages as areas',
    as: 'owner',
    dcId: statsDcId,
    arrange: (stage) => askForToken(stage, 'languages_graph'),
    fields: (_, { token }) => ({ token }),
    answer: () => graphThat('has a column for every day', 'area', ([x = []]) => x.length === 90),
  },
  {
    title: 'gives one day hour by hour for a zoom token and its x',
    as: 'owner',
    dcId: statsDcId,
    arrange: (stage) => askForToken(stage, 'growth_graph'),
    fields: (scene, { token }) => ({ token, x: BigInt(dayShown(scene) * 1000) }),
    answer: (scene) =>
      graphThat(
        'has the subscribers of every hour',
        'line',
        ([x = [], total = []]) =>
          x.length === 24 &&
          x.every((at, index) => total[index] === scene.world.subscribers(ownerMainId, at / 1000 + 3600)),
      ),
  },
];

export const graphRows: RowTable = {
  'stats.loadAsyncGraph': {
    successes: [...loaded] as [SuccessRow, ...SuccessRow[]],
    failures: [
      {
        title: 'refuses a token that nobody was given',
        as: 'owner',
        dcId: statsDcId,
        fields: () => ({ token: 'made-up' }),
        error: [400, 'GRAPH_INVALID_RELOAD'],
      },
      {
        title: 'refuses the token of somebody else',
        as: 'editor',
        dcId: statsDcId,
        arrange: (stage) => askForToken(stage, 'languages_graph'),
        fields: (_, { token }) => ({ token }),
        error: [400, 'GRAPH_INVALID_RELOAD'],
      },
      {
        title: 'refuses to zoom where there is no column',
        as: 'owner',
        dcId: statsDcId,
        arrange: (stage) => askForToken(stage, 'growth_graph'),
        fields: (_, { token }) => ({ token, x: 12_345n }),
        error: [400, 'GRAPH_INVALID_RELOAD'],
      },
      {
        title: 'leads to the statistics’ data centre',
        as: 'owner',
        fields: () => ({ token: 'made-up' }),
        error: [303, `STATS_MIGRATE_${statsDcId}`],
      },
    ],
  },
};

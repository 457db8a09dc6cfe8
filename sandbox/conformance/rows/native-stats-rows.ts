import { statsDcId } from '#sandbox/start-data-centres.ts';
import { including, satisfying } from '../compare.ts';
import type { FailureRow, Role, RowTable } from '../row.ts';
import type { Scene } from '../scene.ts';
import { isTlObject } from '../spelling.ts';
import { graphThat } from '../truth/tell-graph.ts';
import { tellMessage } from '../truth/tell-message.ts';
import { groupId, newsId, ownerMainId, privateId, tinyId } from './demo-channels.ts';
import { everything } from './history-rows.ts';

const daySeconds = 86_400;
function growthOf({ world }: Scene, channelId: string) {
  return graphThat('ends every day with the subscribers of the world', 'line', ([x = [], total = []]) => {
    const now = Math.floor(world.now());
    const isTrue = (at: number, index: number): boolean =>
      total[index] === world.subscribers(channelId, Math.min(now, at / 1000 + daySeconds));
    return x.length === 90 && x.every(isTrue);
  });
}

/** Joins and leaves of every day, which are those of the world's events. */
function followersOf({ world }: Scene, channelId: string) {
  return graphThat('counts the events of every day', 'line', ([x = [], joined = [], left = []]) =>
    x.every((at, index) => {
      const events = world.memberEvents(channelId, at / 1000, Math.min(world.now(), at / 1000 + daySeconds));
      const joins = events.filter(({ kind }) => kind === 'join').length;
      return joined[index] === joins && left[index] === events.length - joins;
    }),
  );
}

const hours = graphThat(
  'has hours for x',
  'line',
  ([x = []]) => x.join() === Array.from({ length: 24 }, (_, hour) => hour).join(),
);
const later = including('statsGraphAsync');
const nothing = { _: 'statsGraphError', error: 'Not enough data to display.' };
const compared = including('statsAbsValueAndPrev');

function stats(
  title: string,
  as: Role,
  channelId: string,
  error: FailureRow['error'],
  dcId = statsDcId,
): FailureRow {
  return { title, as, dcId, fields: ({ channel }) => ({ channel: channel(channelId) }), error };
}

const elsewhere: FailureRow['error'] = [303, `STATS_MIGRATE_${statsDcId}`];
const forAdmins: FailureRow['error'] = [400, 'CHAT_ADMIN_REQUIRED'];

/** The newest post that is no repost, and the newest that is one. */
function posts(scene: Scene): { own: number; repost: number } {
  const all = everything(scene, ownerMainId);
  const own = all.find(({ forward, service }) => forward === null && service === null);
  const repost = all.find(({ forward }) => forward !== null);
  return { own: own?.id ?? 0, repost: repost?.id ?? 0 };
}

/** A post of the owner's channel that others have copied. */
function copied({ world }: Scene): number {
  const copies = everything({ world }, '2200000106').flatMap(({ forward }) =>
    forward === null ? [] : [forward],
  );
  return copies.find(({ channelId }) => channelId === ownerMainId)?.postId ?? 0;
}

/** Rows of a method that asks for one post; `extra` are its other fields. */
function aboutPosts(extra: object): FailureRow[] {
  const row = (title: string, id: (scene: Scene) => number): FailureRow => ({
    title,
    as: 'owner',
    dcId: statsDcId,
    fields: (scene) => ({ channel: scene.channel(ownerMainId), msg_id: id(scene), ...extra }),
    error: [400, 'MESSAGE_ID_INVALID'],
  });
  const refusal = (title: string, as: Role, dcId: number, error: FailureRow['error']): FailureRow => ({
    title,
    as,
    dcId,
    fields: (scene) => ({ channel: scene.channel(ownerMainId), msg_id: posts(scene).own, ...extra }),
    error,
  });
  return [
    row('refuses a post that is not there', () => 999_999),
    row('refuses a copy of another channel’s post', (scene) => posts(scene).repost),
    row('refuses a service message', (scene) => everything(scene, ownerMainId).at(-1)?.id ?? 0),
    refusal('leads to the statistics’ data centre', 'owner', 2, elsewhere),
    refusal('is refused to a member', 'viewer', statsDcId, forAdmins),
  ];
}

export const nativeStatsRows: RowTable = {
  'stats.getBroadcastStats': {
    successes: [
      {
        title: 'tells an administrator the figures and every graph',
        as: 'owner',
        dcId: statsDcId,
        fields: ({ channel }) => ({ channel: channel(ownerMainId) }),
        answer: (scene) => {
          const { world } = scene;
          const now = Math.floor(world.now());
          return including('stats.broadcastStats', {
            period: { _: 'statsDateRangeDays', min_date: now - 7 * daySeconds, max_date: now },
            followers: {
              _: 'statsAbsValueAndPrev',
              current: world.subscribers(ownerMainId),
              previous: world.subscribers(ownerMainId, now - 7 * daySeconds),
            },
            views_per_post: compared,
            enabled_notifications: including('statsPercentValue', { total: world.subscribers(ownerMainId) }),
            growth_graph: growthOf(scene, ownerMainId),
            followers_graph: followersOf(scene, ownerMainId),
            mute_graph: graphThat('is there at once', 'line', ([x = []]) => x.length === 90),
            top_hours_graph: hours,
            interactions_graph: later,
            iv_interactions_graph: nothing,
            views_by_source_graph: later,
            new_followers_by_source_graph: later,
            languages_graph: later,
            reactions_by_emotion_graph: later,
            story_interactions_graph: nothing,
            story_reactions_by_emotion_graph: nothing,
            recent_posts_interactions: everything(scene, ownerMainId)
              .filter(({ date, service }) => service === null && date > now - 14 * daySeconds)
              .slice(0, 100)
              .map(({ id, views, forwards, reactions }) => ({
                _: 'postInteractionCountersMessage',
                msg_id: id,
                views,
                forwards,
                reactions: reactions.reduce((sum, { count }) => sum + count, 0),
              })),
          });
        },
      },
    ],
    failures: [
      stats('leads to the statistics’ data centre', 'owner', ownerMainId, elsewhere, 2),
      stats('leads there from the first data centre too', 'owner', ownerMainId, elsewhere, 1),
      stats('is refused for a group', 'owner', groupId, [400, 'BROADCAST_REQUIRED']),
      stats('is refused to a member', 'viewer', ownerMainId, forAdmins),
      stats('is refused to a member of a private channel', 'owner', privateId, forAdmins),
      stats('is refused for a channel below the threshold', 'viewer', tinyId, forAdmins),
      stats('is refused to a reader', 'collector', newsId, forAdmins),
    ],
  },
  'stats.getMegagroupStats': {
    successes: [
      {
        title: 'tells an administrator the figures, the graphs and who writes',
        as: 'owner',
        dcId: statsDcId,
        fields: ({ channel }) => ({ channel: channel(groupId) }),
        answer: (scene) => {
          const { world } = scene;
          const now = Math.floor(world.now());
          const written = everything(scene, groupId).filter(
            ({ fromId, date }) => fromId !== null && date > now - 7 * daySeconds,
          );
          return including('stats.megagroupStats', {
            members: including('statsAbsValueAndPrev', { current: world.subscribers(groupId) }),
            messages: including('statsAbsValueAndPrev', { current: written.length }),
            growth_graph: growthOf(scene, groupId),
            members_graph: followersOf(scene, groupId),
            new_members_by_source_graph: later,
            languages_graph: later,
            messages_graph: graphThat('is there at once', 'step', ([x = []]) => x.length === 90),
            actions_graph: nothing,
            top_hours_graph: hours,
            weekdays_graph: graphThat('shares the days', 'area', (_, { percentage }) => percentage === true),
            top_posters: satisfying('everybody who wrote', (posters) => {
              const authors = new Set(written.map(({ fromId }) => fromId));
              const told = Array.isArray(posters) ? posters.filter(isTlObject) : [];
              const messages = told.reduce((sum, poster) => sum + Number(poster.messages), 0);
              return told.length === authors.size && messages === written.length;
            }),
          });
        },
      },
    ],
    failures: [
      stats('leads to the statistics’ data centre', 'owner', groupId, elsewhere, 2),
      stats('is refused for a channel', 'owner', ownerMainId, [400, 'MEGAGROUP_REQUIRED']),
      stats('is refused to a member', 'viewer', groupId, forAdmins),
    ],
  },
  'stats.getMessageStats': {
    successes: [
      {
        title: 'tells how the views of a post came',
        as: 'owner',
        dcId: statsDcId,
        fields: (scene) => ({ channel: scene.channel(ownerMainId), msg_id: posts(scene).own }),
        answer: (scene) => ({
          _: 'stats.messageStats',
          views_graph: graphThat('adds up to the views of the post', 'step', ([, views = []]) => {
            const seen = scene.world.message(ownerMainId, posts(scene).own);
            return views.reduce((sum, count) => sum + count, 0) === seen?.views;
          }),
          reactions_by_emotion_graph: later,
        }),
      },
    ],
    failures: aboutPosts({}),
  },
  'stats.getMessagePublicForwards': {
    successes: [
      {
        title: 'names the copies in other public channels',
        as: 'owner',
        dcId: statsDcId,
        fields: (scene) => ({
          channel: scene.channel(ownerMainId),
          msg_id: copied(scene),
          offset: '',
          limit: 100,
        }),
        answer: (scene) => {
          const copies = everything(scene, '2200000106').filter(
            ({ forward }) => forward?.channelId === ownerMainId && forward.postId === copied(scene),
          );
          return including('stats.publicForwards', {
            count: copies.length,
            forwards: copies.map((copy) => ({
              _: 'publicForwardMessage',
              message: tellMessage(scene, copy),
            })),
            next_offset: undefined,
          });
        },
      },
      {
        title: 'names none where there are none',
        as: 'owner',
        dcId: statsDcId,
        fields: (scene) => ({
          channel: scene.channel(ownerMainId),
          msg_id: posts(scene).own,
          offset: '',
          limit: 10,
        }),
        answer: () => including('stats.publicForwards', { count: 0, forwards: [], next_offset: undefined }),
      },
    ],
    failures: aboutPosts({ offset: '', limit: 10 }),
  },
};

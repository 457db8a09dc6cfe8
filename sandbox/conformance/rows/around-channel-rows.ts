import { including, satisfying } from '../compare.ts';
import type { FailureRow, Role, RowTable, SuccessRow } from '../row.ts';
import type { Scene } from '../scene.ts';
import { isTlObject } from '../spelling.ts';
import { tellChannel } from '../truth/tell-channel.ts';
import { newsId, ownerMainId, tinyId } from './demo-channels.ts';

const twoDays = 48 * 3600;
const everyLine = { q: '', max_id: 0n, min_id: 0n, limit: 100 };

/** A page of the log of administrators: `isTrue` looks at its events as plain objects. */
function log(
  title: string,
  filter: object | null,
  isTrue: (
    events: { date: number; user_id: bigint; action: { _: string } & Record<string, unknown> }[],
    scene: Scene,
  ) => boolean,
): SuccessRow {
  return {
    title,
    as: 'owner',
    fields: ({ channel }) => ({
      channel: channel(ownerMainId),
      ...everyLine,
      ...(filter && { events_filter: { _: 'channelAdminLogEventsFilter', ...filter } }),
    }),
    answer: (scene) =>
      including('channels.adminLogResults', {
        chats: [tellChannel(scene, ownerMainId)],
        events: satisfying(`events: ${title}`, (events) => {
          if (!Array.isArray(events) || events.length === 0) return false;
          const dates = events.map(({ date }) => Number(date));
          const isNewestFirst = dates.every((date, index) => index === 0 || date <= (dates[index - 1] ?? 0));
          const isKept = dates.every((date) => date >= scene.world.now() - twoDays - 1);
          return isNewestFirst && isKept && isTrue(events, scene);
        }),
      }),
  };
}

/** The kinds of event a filter lets through, in the world, within two days. */
function happened({ world }: Scene, kind: 'join' | 'leave') {
  const now = world.now();
  return world.memberEvents(ownerMainId, now - twoDays, now).filter((event) => event.kind === kind);
}

function peerRow(title: string, as: Role, fields: (scene: Scene) => object, text: string): FailureRow {
  return { title, as, fields: (scene) => ({ ...fields(scene) }), error: [400, text] };
}

/** The advertisement of a channel, with the fields the layer's methods want. */
async function askForAdvertisement({ ask, scene }: Parameters<NonNullable<SuccessRow['arrange']>>[0]) {
  const shown = await ask('viewer', { _: 'messages.getSponsoredMessages', peer: scene.peer(newsId) });
  const [first] = Array.isArray(shown.messages) ? shown.messages : [];
  return { random_id: isTlObject(first) ? first.random_id : null };
}

const reported: readonly SuccessRow[] = [
  {
    title: 'takes no note of one that was not',
    as: 'viewer',
    fields: ({ peer }) => ({ peer: peer(newsId), random_id: Buffer.from('0123456789abcdef') }),
    answer: () => false,
  },
  {
    title: 'takes note of an advertisement that was shown',
    as: 'viewer',
    arrange: askForAdvertisement,
    fields: ({ peer }, { random_id }) => ({ peer: peer(newsId), random_id }),
    answer: () => true,
  },
];

export const aroundChannelRows: RowTable = {
  'channels.getAdminLog': {
    successes: [
      log('keeps two days, the newest first', null, () => true),
      log('tells who left', { leave: true }, (events, scene) =>
        same(
          events.map(({ user_id }) => user_id),
          happened(scene, 'leave').map(({ userId }) => BigInt(userId)),
        ),
      ),
      log('tells who came by which link', { invite: true }, (events, scene) => {
        const came = happened(scene, 'join').filter(({ inviteHash }) => inviteHash !== null);
        const links = events.map(({ action }) => (isTlObject(action.invite) ? action.invite.link : null));
        return same(
          links,
          came.map(({ inviteHash }) => `https://t.me/+${inviteHash}`),
        );
      }),
      log('tells who came without one', { join: true }, (events, scene) => {
        const came = happened(scene, 'join').filter(({ inviteHash }) => inviteHash === null);
        return same(
          events.map(({ user_id }) => user_id),
          came.map(({ userId }) => BigInt(userId)),
        );
      }),
      log('tells what was published', { send: true }, (events, { world }) => {
        const since = world.now() - twoDays;
        const changes = world
          .changesSince(ownerMainId, 1)
          .filter(({ at, kind }) => at > since && kind === 'post');
        const ids = events.map(({ action }) => (isTlObject(action.message) ? action.message.id : null));
        return same(
          ids,
          changes.map(({ messageId }) => messageId),
        );
      }),
    ],
    failures: [
      peerRow(
        'refuses a member',
        'viewer',
        ({ channel }) => ({ channel: channel(ownerMainId), ...everyLine }),
        'CHAT_ADMIN_REQUIRED',
      ),
    ],
  },
  'channels.getChannelRecommendations': {
    successes: [
      {
        title: 'names public channels of about the same size and not the channel itself',
        as: 'viewer',
        fields: ({ channel }) => ({ channel: channel(ownerMainId) }),
        answer: (scene) =>
          satisfying('similar channels', (answer) => {
            const chats =
              isTlObject(answer) && Array.isArray(answer.chats) ? answer.chats.filter(isTlObject) : [];
            const sizes = chats.map(({ id }) => scene.world.subscribers(String(id)) ?? 0);
            const isPublic = chats.every(
              ({ username, broadcast }) => typeof username === 'string' && broadcast === true,
            );
            const hasItself = chats.some(({ id }) => id === BigInt(ownerMainId));
            return chats.length === 6 && isPublic && !hasItself && sizes.every((size) => size >= 300);
          }),
      },
    ],
    failures: [],
  },
  'premium.getBoostsStatus': {
    successes: [
      {
        title: 'tells everybody the level',
        as: 'viewer',
        fields: ({ peer }) => ({ peer: peer(ownerMainId) }),
        answer: () =>
          including('premium.boostsStatus', {
            boost_url: 'https://t.me/boost/ostrov_utra',
            gift_boosts: undefined,
            premium_audience: undefined,
          }),
      },
      {
        title: 'tells an administrator how many have Premium',
        as: 'owner',
        fields: ({ peer }) => ({ peer: peer(ownerMainId) }),
        answer: ({ world }) =>
          including('premium.boostsStatus', {
            gift_boosts: 0,
            premium_audience: including('statsPercentValue', { total: world.subscribers(ownerMainId) }),
          }),
      },
    ],
    failures: [
      peerRow('refuses people', 'viewer', () => ({ peer: { _: 'inputPeerSelf' } }), 'PEER_ID_INVALID'),
    ],
  },
  'messages.getSponsoredMessages': {
    successes: [
      {
        title: 'shows an advertisement in a large public channel',
        as: 'viewer',
        fields: ({ peer }) => ({ peer: peer(newsId) }),
        answer: () =>
          including('messages.sponsoredMessages', {
            posts_between: 12,
            messages: [including('sponsoredMessage')],
          }),
      },
      {
        title: 'shows none in a small one',
        as: 'viewer',
        fields: ({ peer }) => ({ peer: peer(tinyId) }),
        answer: () => ({ _: 'messages.sponsoredMessagesEmpty' }),
      },
      {
        title: 'spares who has Premium',
        as: 'owner',
        fields: ({ peer }) => ({ peer: peer(newsId) }),
        answer: () => ({ _: 'messages.sponsoredMessagesEmpty' }),
      },
    ],
    failures: [
      peerRow('refuses people', 'viewer', () => ({ peer: { _: 'inputPeerSelf' } }), 'PEER_ID_INVALID'),
    ],
  },
  'messages.viewSponsoredMessage': {
    successes: [...reported] as [SuccessRow, ...SuccessRow[]],
    failures: [],
  },
  'messages.clickSponsoredMessage': {
    successes: [...reported] as [SuccessRow, ...SuccessRow[]],
    failures: [],
  },
};

/** Newest first against the world's oldest first. */
function same(told: readonly unknown[], world: readonly unknown[]): boolean {
  const expected = [...world].reverse().slice(0, 100);
  return (
    told.length === expected.length &&
    new Set(told).size === new Set(expected).size &&
    expected.every((value) => told.includes(value))
  );
}

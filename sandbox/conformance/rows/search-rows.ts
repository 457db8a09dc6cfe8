import type { VisibleMessage } from '#sandbox/world/world.ts';
import type { FailureRow, RowTable, SuccessRow } from '../row.ts';
import { tellChannelMessages } from '../truth/tell-message.ts';
import { newsId, ownerMainId, shopId } from './demo-channels.ts';
import { everything } from './history-rows.ts';

const wholeSearch = {
  q: '',
  filter: { _: 'inputMessagesFilterEmpty' },
  min_date: 0,
  max_date: 0,
  offset_id: 0,
  add_offset: 0,
  limit: 20,
  max_id: 0,
  min_id: 0,
  hash: 0n,
};

type Ask = (all: readonly VisibleMessage[]) => Readonly<Record<string, unknown>>;

/** A search: `matches` says which messages of the channel it must find, `shown` which of those it must give. */
function search(
  title: string,
  channelId: string,
  ask: Ask,
  matches: (message: VisibleMessage, all: readonly VisibleMessage[]) => boolean,
  shown: (found: readonly VisibleMessage[], all: readonly VisibleMessage[]) => readonly VisibleMessage[] = (
    found,
  ) => found.slice(0, 20),
): SuccessRow {
  return {
    title,
    as: 'collector',
    fields: (scene) => ({
      peer: scene.peer(channelId),
      ...wholeSearch,
      ...ask(everything(scene, channelId)),
    }),
    answer: (scene) => {
      const all = everything(scene, channelId);
      const found = all.filter((message) => message.service === null && matches(message, all));
      return tellChannelMessages(scene, channelId, shown(found, all), found.length);
    },
  };
}

const hasWord = ({ text }: VisibleMessage): boolean => /трамвай/iu.test(text);
const dateAt = (all: readonly VisibleMessage[], index: number): number => all[index]?.date ?? 0;
const idAt = (all: readonly VisibleMessage[], index: number): number => all[index]?.id ?? 0;

const refusedPeers: readonly FailureRow[] = [
  {
    title: 'refuses nobody',
    as: 'collector',
    fields: () => ({ peer: { _: 'inputPeerEmpty' }, ...wholeSearch }),
    error: [400, 'PEER_ID_INVALID'],
  },
  {
    title: 'refuses basic groups',
    as: 'collector',
    fields: () => ({ peer: { _: 'inputPeerChat', chat_id: 5n }, ...wholeSearch }),
    error: [400, 'CHAT_ID_INVALID'],
  },
];

export const searchRows: RowTable = {
  'messages.search': {
    successes: [
      search('finds a word in any case, newest first', newsId, () => ({ q: 'ТРАМвай' }), hasWord),
      search(
        'only counts for a limit of 0',
        newsId,
        () => ({ q: 'трамвай', limit: 0 }),
        hasWord,
        () => [],
      ),
      search(
        'goes on below offset_id with the same count',
        newsId,
        (all) => ({ q: 'трамвай', offset_id: idAt(all, 300) }),
        hasWord,
        (found, all) => found.filter(({ id }) => id < idAt(all, 300)).slice(0, 20),
      ),
      search(
        'finds pictures alone',
        shopId,
        () => ({ filter: { _: 'inputMessagesFilterPhotos' }, limit: 30 }),
        ({ media }) => media?.kind === 'photo',
        (found) => found.slice(0, 30),
      ),
      search(
        'finds what is pinned',
        ownerMainId,
        () => ({ filter: { _: 'inputMessagesFilterPinned' } }),
        ({ isPinned }) => isPinned,
      ),
      search(
        'finds links',
        newsId,
        () => ({ filter: { _: 'inputMessagesFilterUrl' } }),
        ({ entities }) => entities.some(({ type }) => type === 'Url' || type === 'TextUrl'),
      ),
      search(
        'keeps between two dates',
        newsId,
        (all) => ({ min_date: dateAt(all, 200), max_date: dateAt(all, 100) }),
        ({ date }, all) => date > dateAt(all, 200) && date < dateAt(all, 100),
      ),
      search(
        'finds nothing where there is nothing',
        newsId,
        () => ({ q: 'такого слова нет' }),
        () => false,
      ),
    ],
    failures: refusedPeers,
  },
};

/** Generated channels of any size, for measuring: nothing in them changes, everything in them costs what real posts cost. */
import { createRandom, type Random } from '../random.ts';
import { createScriptOnce } from '../script-once.ts';
import { createStoredMessage, type StoredMessage } from '../stored-message.ts';
import type { WorldEntity, WorldReaction } from '../world.ts';
import type { ScriptedChannel } from '../world-source.ts';

const spacingSeconds = 1800;
const textCount = 256;
const noText: FormattedText = { text: '', entities: [] };

interface FormattedText {
  text: string;
  entities: WorldEntity[];
}

const words = splitWords(
  'канал сегодня новость город почему вечером читатель разбор цифры неделя',
  'market release morning why numbers weekly update people city story',
);
const emoticons = ['👍', '❤', '🔥', '😁', '😢', '🎉'] as const;
const customEmojiId = '5368324170671202286';

/** A public channel of `messages` posts that ends at `epoch`: photos, albums, entities, reactions, edits, comments off. */
export function createSyntheticChannel(messages: number, seed: number, epoch: number): ScriptedChannel {
  const random = createRandom(`synthetic:${seed}`);
  const firstDate = epoch - messages * spacingSeconds;
  const posts: StoredMessage[] = [];
  // Posts share texts, so that a million of them fit into memory.
  const texts = Array.from({ length: textCount }, () => createText(random));
  while (posts.length < messages) {
    const isAlbum = random.chance(0.03);
    const size = Math.min(isAlbum ? random.integer(2, 4) : 1, messages - posts.length);
    // Albums keep one date, so ids and dates ascend together.
    const date = firstDate + posts.length * spacingSeconds;
    const groupedId = size > 1 ? (13_000_000_000_000_000n + BigInt(posts.length) * 8n).toString() : null;
    for (let item = 0; item < size; item += 1) {
      const text = item === 0 ? (texts[random.integer(0, textCount - 1)] ?? noText) : noText;
      posts.push(createPost(random, posts.length + 1, date, groupedId, text));
    }
  }
  return {
    channel: {
      id: (2_310_000_000 + seed).toString(),
      username: `synthetic_${seed}`,
      title: `Synthetic channel ${seed}`,
      about: 'Made for measuring',
      kind: 'broadcast',
      createdAt: firstDate,
      linkedChatId: null,
      creatorId: null,
      adminIds: new Set(),
      memberIds: new Set(),
      hasReactions: true,
      isVerified: false,
    },
    script: createScriptOnce(posts),
    subscribersAt: () => 50_000 + seed,
  };
}

function createPost(
  random: Random,
  id: number,
  date: number,
  groupedId: string | null,
  { text, entities }: FormattedText,
): StoredMessage {
  const views = Math.floor(12_000 * random.logNormal(0.35));
  return createStoredMessage({
    id,
    date,
    text,
    entities,
    groupedId,
    media: groupedId !== null || random.chance(0.5) ? { kind: 'photo' } : null,
    edits: random.chance(0.05) ? [{ at: date + 300, text, entities, isHidden: false }] : [],
    counters: {
      kind: 'fixed',
      views,
      forwards: Math.floor(views * 0.004 * random.logNormal(0.5)),
      comments: null,
      reactions: createReactions(random, views),
    },
  });
}

function createText(random: Random): FormattedText {
  const sentence = Array.from({ length: random.integer(12, 60) }, () => random.pick(words));
  const headline = sentence.slice(0, 4).join(' ');
  const text = `${headline}\n\n${sentence.join(' ')}\n#${random.pick(words)}`;
  const link = headline.length + 2;
  return {
    text,
    entities: [
      { type: 'Bold', offset: 0, length: headline.length },
      { type: 'TextUrl', offset: link, length: sentence[0]?.length ?? 1, url: 'https://example.org/story' },
      { type: 'Hashtag', offset: text.lastIndexOf('#'), length: text.length - text.lastIndexOf('#') },
    ],
  };
}

function createReactions(random: Random, views: number): WorldReaction[] {
  const counts = emoticons.slice(0, random.integer(3, emoticons.length)).map((emoticon, index) => ({
    emoticon,
    count: 1 + Math.floor((views * 0.02 * random.next()) / (index + 1)),
  }));
  return [...counts, { customEmojiId, count: 1 + random.integer(0, 40) }];
}

function splitWords(...lines: string[]): readonly [string, ...string[]] {
  const [first = '', ...others] = lines.join(' ').split(' ');
  return [first, ...others];
}

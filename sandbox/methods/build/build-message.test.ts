import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { readTl } from '#sandbox/tl/read-tl.ts';
import { writeTl } from '#sandbox/tl/write-tl.ts';
import { aWorld, testEpoch } from '#sandbox/world/a-world.ts';
import type { VisibleMessage, WorldChannel, WorldReaction } from '#sandbox/world/world.ts';
import { bothLayers } from '../a-caller.ts';
import { buildMessage } from './build-message.ts';

let channel: WorldChannel;

beforeAll(async () => {
  const found = (await aWorld()).channel('2200000105');
  if (found === null) throw new Error('the demo world has this channel');
  channel = found;
});

const count = fc.integer({ min: 0, max: 2_000_000_000 });
const bigId = fc.bigInt({ min: 2n ** 53n, max: 2n ** 62n }).map(String);
const reaction: fc.Arbitrary<WorldReaction> = fc.oneof(
  fc.record({ emoticon: fc.constantFrom('👍', '❤'), count }),
  fc.record({ customEmojiId: bigId, count }),
  fc.record({ isPaid: fc.constant(true as const), count }),
);
const entityTypes = [
  'Bold',
  'TextUrl',
  'Pre',
  'CustomEmoji',
  'Mention',
  'Hashtag',
  'Phone',
  'Url',
  'Invented',
];
const mediaKinds = ['photo', 'video', 'document', 'webpage', 'poll', 'geo', 'contact', 'other'] as const;

const anyMessage: fc.Arbitrary<VisibleMessage> = fc.record({
  channelId: fc.constant('2200000105'),
  id: fc.integer({ min: 1, max: 2_000_000_000 }),
  date: fc.constant(testEpoch),
  service: fc.constantFrom(
    null,
    null,
    null,
    'messageActionChannelCreate',
    'messageActionPinMessage',
    'messageActionOdd',
  ),
  fromId: fc.constantFrom(null, '710000001'),
  text: fc.string({ unit: 'grapheme', maxLength: 40 }),
  entities: fc.array(
    fc.record({ type: fc.constantFrom(...entityTypes), offset: count, length: count, customEmojiId: bigId }),
    { maxLength: 3 },
  ),
  media: fc.option(fc.record({ kind: fc.constantFrom(...mediaKinds) })),
  groupedId: fc.option(bigId),
  editDate: fc.option(fc.constant(testEpoch)),
  isEditHidden: fc.boolean(),
  forward: fc.option(
    fc.record({
      date: fc.constant(testEpoch),
      channelId: fc.option(fc.constant('1900000001')),
      postId: fc.option(count),
      fromName: fc.option(fc.string()),
    }),
  ),
  postAuthor: fc.option(fc.string()),
  isPinned: fc.boolean(),
  views: count,
  forwards: count,
  comments: fc.option(count),
  reactions: fc.array(reaction, { maxLength: 4 }),
});

describe('buildMessage', () => {
  it('gives what both layers can carry without losing a figure', () => {
    fc.assert(
      fc.property(anyMessage, fc.constantFrom(...bothLayers), (message, layer) => {
        const read = readTl(writeTl(layer, buildMessage(message, channel, 2)));
        if (message.service !== null) {
          expect(read).toMatchObject({ _: 'messageService', id: message.id });
          return;
        }
        expect(read).toMatchObject({
          _: 'message',
          id: message.id,
          message: message.text,
          views: message.views,
          forwards: message.forwards,
        });
        expect(read.grouped_id?.toString() ?? null).toBe(message.groupedId);
        expect(Object(read.replies).replies ?? null).toBe(message.comments);
        const counts = [Object(read.reactions).results ?? []].flat().map((result) => Object(result).count);
        expect(counts).toEqual(message.reactions.map((left) => left.count));
        expect(read.media === undefined).toBe(message.media === null);
        expect([read.entities ?? []].flat()).toHaveLength(message.entities.length);
      }),
      { numRuns: 400 },
    );
  });
});

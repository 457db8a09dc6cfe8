import { channelIdSchema } from '#contract/channel-id.ts';
import { aRecordedChannel, type Recorded } from '../a-recorded-channel.ts';

export const exampleId = channelIdSchema.parse('1500000001');
/** When its first message appeared, unix seconds. */
export const day = 1_789_900_000;

/** For tests: the older system's example, and around it what may go wrong in counting. */
export function anExampleChannel(): Recorded {
  return aRecordedChannel(
    { id: exampleId, username: 'example_channel', title: 'Example', subscribers: 15_000 },
    [
      { id: 1, date: day, service: 'messageActionChannelCreate' },
      {
        id: 2,
        date: day + 60,
        message: 'the example',
        views: 45_000,
        forwards: 45,
        comments: 120,
        reactions: [
          { emoticon: '👍', count: 200 },
          { emoticon: '🔥', count: 120 },
        ],
      },
      ...[4, 5, 6].map((id) => ({
        id,
        date: day + 120,
        message: id === 4 ? 'an album' : '',
        views: 1_000 + id,
        forwards: id === 5 ? 7 : 0,
        groupedId: '13000000000000001',
        media: 'photo',
        ...(id === 6 ? { reactions: [{ emoticon: '❤', count: 3 }] } : {}),
      })),
      { id: 7, date: day + 180, message: 'without counters' },
      { id: 8, date: day + 240, message: 'nobody saw it', views: 0, forwards: 0 },
    ],
  );
}

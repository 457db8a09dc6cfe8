import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { channelIdSchema } from '#contract/channel-id.ts';
import {
  channelStatsSchema,
  messageStatsSchema,
  type PostsStats,
  postsStatsSchema,
} from '#server/gateway-client/stats-answers.ts';
import { toMarkedId } from '#server/ids.ts';
import { type RunningGateway, startRunningGateway } from '../running-gateway.test-client.ts';
import { anExampleChannel, day, exampleId } from './an-example-channel.ts';

const example = anExampleChannel();
let running: RunningGateway;

beforeAll(async () => {
  running = await startRunningGateway([{ kind: 'demo' }, example.source]);
});

afterAll(async () => {
  expect(running.telegram.callLog.unknownMethods()).toEqual([]);
  await running.close();
  example.remove();
});

async function postsOf(chatId: string, query = ''): Promise<PostsStats> {
  return postsStatsSchema.parse((await running.stats(`/channels/${chatId}/posts${query}`)).body);
}

describe("the older system's examples", () => {
  it('are answered in its words: 15,000 subscribers, 45,000 views, 320 + 45 + 120 interactions', async () => {
    const channel = await running.stats('/channels/@example_channel');
    expect(channel).toMatchObject({
      status: 200,
      body: {
        channel: {
          id: toMarkedId(exampleId),
          title: 'Example',
          participants_count: 15_000,
          online_count: null,
        },
      },
    });
    const { status, body } = await running.stats(`/channels/${exampleId}/messages/2`);
    expect(status).toBe(200);
    const stats = messageStatsSchema.parse(body);
    expect(stats).toMatchObject({
      chat_id: toMarkedId(exampleId),
      message_id: 2,
      message_ids: [2],
      posted_at: new Date((day + 60) * 1_000).toISOString(),
      views: 45_000,
      reactions_count: 320,
      reactions_breakdown: { '👍': 200, '🔥': 120 },
      forwards: 45,
      comments_count: 120,
    });
    expect(stats.er).toBeCloseTo((485 / 15_000) * 100, 9);
    expect(stats.err).toBeCloseTo((485 / 45_000) * 100, 9);
    expect(Math.abs(Date.parse(stats.timestamp) - Date.now())).toBeLessThan(60_000);
  });

  it('add up to totals and middles over the posts that count, an album as one', async () => {
    const stats = await postsOf('@example_channel', '?limit=10');
    expect(stats.items.map((item) => [item.message_ids, item.views, item.is_counted])).toEqual([
      [[8], 0, true],
      [[7], null, false],
      [[4, 5, 6], 1_006, true],
      [[2], 45_000, true],
    ]);
    expect(stats.totals).toEqual({
      posts_count: 3,
      views: 46_006,
      reactions_count: 323,
      forwards: 52,
      comments_count: 120,
    });
    expect(stats.average).toMatchObject({ reactions_count: 323 / 3, forwards: 52 / 3, comments_count: 120 });
    expect(stats.average.views).toBeCloseTo(46_006 / 3, 9);
    expect(stats.average.er).toBeCloseTo((495 / 3 / 15_000) * 100, 9);
    expect(stats.average.err).toBeCloseTo((495 / 46_006) * 100, 9);
    expect(stats.median).toMatchObject({ views: 1_006, reactions_count: 3, forwards: 7 });
    expect(stats.median.er).toBeCloseTo((10 / 15_000) * 100, 9);
  });
});

describe('the figures of a channel', () => {
  it('are the same by name, by marked and by bare id, and the name is resolved once', async () => {
    const before = running.callsOf('contacts.resolveUsername');
    const id = channelIdSchema.parse('2200000101');
    const answers = [];
    for (const chatId of ['@gorod_vesti', '@Gorod_Vesti', '%40GOROD_VESTI', id, toMarkedId(id)]) {
      answers.push(channelStatsSchema.parse((await running.stats(`/channels/${chatId}`)).body).channel);
    }
    for (const each of answers) expect(each).toEqual(answers[0]);
    expect(answers[0]).toMatchObject({
      id: toMarkedId(id),
      username: 'gorod_vesti',
      participants_count: running.telegram.world.subscribers(id),
      online_count: null,
      admins_count: null,
    });
    expect(running.callsOf('contacts.resolveUsername') - before).toBe(1);
  });

  it('are those of the newest posts, each as the world counts it, and of 50 unless asked otherwise', async () => {
    const { world } = running.telegram;
    const id = channelIdSchema.parse('2200000102');
    const newest = [...world.truth(id).postViews].toReversed();
    for (const [query, expected] of [
      ['', 50],
      ['?limit=1', 1],
      ['?limit=100', 100],
    ] as const) {
      const stats = await postsOf('@lavka_pryanika', query);
      expect(stats.items).toHaveLength(expected);
      expect(stats.items.map((item) => ({ postId: item.message_id, views: item.views }))).toEqual(
        newest.slice(0, expected),
      );
      const counted = stats.items.filter((item) => item.is_counted);
      expect(stats.totals.posts_count).toBe(counted.length);
      expect(stats.totals.views).toBe(counted.reduce((sum, item) => sum + (item.views ?? 0), 0));
    }
  });

  it('are the same from whichever message of an album one asks', async () => {
    const stats = await postsOf('@lavka_pryanika', '?limit=100');
    const album = stats.items.find((item) => item.message_ids.length > 1);
    expect(album).toBeDefined();
    for (const id of album?.message_ids ?? []) {
      const { body } = await running.stats(`/channels/2200000102/messages/${id}`);
      const { chat_id, timestamp, ...figures } = messageStatsSchema.parse(body);
      expect({ ...figures, is_counted: true }).toEqual(album);
    }
  });

  it('ask for the description once a minute however many messages are asked for', async () => {
    await postsOf('@example_channel');
    const before = running.callsOf('channels.getFullChannel');
    const ids = [2, 4, 5, 6, 7, 8];
    const answers = await Promise.all(
      ids.map((id) => running.stats(`/channels/${exampleId}/messages/${id}`)),
    );
    expect(answers.map((answer) => answer.status)).toEqual(ids.map(() => 200));
    expect(running.callsOf('channels.getFullChannel')).toBe(before);
  });
});

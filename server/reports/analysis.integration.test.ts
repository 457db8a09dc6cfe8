import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { channelIdSchema } from '#contract/channel-id.ts';
import { figureSchema } from '#contract/figure.ts';
import { createTestDatabase, type TestDatabase } from '#e2e/harness/test-database.ts';
import { aPost } from '#server/analytics/a-post.ts';
import { type Database, openDatabase } from '#server/db/database.ts';
import { saveChannel } from '#server/db/queries/save-channel.ts';
import { savePostSamples } from '#server/db/queries/save-post-samples.ts';
import { savePosts } from '#server/db/queries/save-posts.ts';
import { saveSnapshot } from '#server/db/queries/save-snapshot.ts';
import { backTestAlerts } from './back-test-alerts.ts';
import { loadBuyerRow } from './load-buyer-row.ts';
import { loadChannelAnalysis } from './load-channel-analysis.ts';
import { loadComparison } from './load-comparison.ts';
import { loadPostOutlook } from './load-post-outlook.ts';

const channelId = channelIdSchema.parse('1900000001');
const now = new Date('2026-11-30T12:00:00.000Z');
const hourMs = 3_600_000;
const ago = (hours: number): Date => new Date(now.getTime() - hours * hourMs);

describe('the analysis of samples', () => {
  let place: TestDatabase;
  let database: Database;

  beforeAll(async () => {
    place = await createTestDatabase();
    database = openDatabase(place.url);
  });
  beforeEach(async () => {
    await database.query(
      'TRUNCATE channels, posts, channel_snapshots, post_samples, post_curves, channel_days, channel_hours',
      [],
    );
  });
  afterAll(async () => {
    await database.close();
    await place.drop();
  });

  /** Forty posts, one every twelve hours, of 100 views an hour in the first day and none later, read every six hours. */
  async function storeChannel(perHour: (index: number) => number = () => 100): Promise<void> {
    const capturedAt = ago(480);
    const identity = { channelId, title: 'Lights', username: 'lights', visibility: 'public' as const };
    await saveChannel(database, { ...identity, source: 'mtproto', capturedAt, subscribers: 10_000 });
    await database.query('UPDATE channels SET first_seen_at = $2 WHERE channel_id = $1', [
      channelId,
      capturedAt,
    ]);
    const posts = Array.from({ length: 40 }, (_, index) =>
      aPost({
        postId: index + 1,
        postedAt: ago(480 - 12 * index).toISOString(),
        views: 24 * perHour(index),
        forwards: index,
        reactions: { '👍': 1 },
        capturedAt: now.toISOString(),
      }),
    );
    const readings = posts.flatMap(({ postId, postedAt }, index) => {
      const published = Date.parse(postedAt);
      const readings = Math.floor((now.getTime() - published) / (6 * hourMs));
      return Array.from({ length: readings }, (_, each) => ({
        postId,
        at: (published + (each + 1) * 6 * hourMs) / 1_000,
        views: Math.min(24, (each + 1) * 6) * perHour(index),
        forwards: 0,
        comments: null,
        reactions: 1,
        breakdown: { '👍': 1 },
        postedAt: published / 1_000,
      }));
    });
    const instants = [...new Set(readings.map(({ at }) => at))].sort((one, other) => one - other);
    for (const instant of instants) {
      await savePostSamples(
        database,
        channelId,
        readings.filter(({ at }) => at === instant),
      );
    }
    await savePosts(database, posts);
    for (const [hours, subscribers] of [
      [480, 10_000],
      [400, 10_000],
      [300, 10_000],
      [200, 10_000],
      [100, 10_000],
      [0, 12_000],
    ] as const) {
      await saveSnapshot(database, { channelId, capturedAt: ago(hours), subscribers, source: 'mtproto' });
    }
  }

  it('is nothing for a channel that is not stored', async () => {
    expect(await loadChannelAnalysis(database, channelId, { period: '7d', zone: 'UTC', now })).toBeNull();
  });

  it('tells reach at each age with the window before, and days, hours and tops', async () => {
    await storeChannel((index) => (index < 26 ? 100 : 150));
    const analysis = await loadChannelAnalysis(database, channelId, { period: '7d', zone: 'UTC', now });
    const reach = new Map(analysis?.reach.map((each) => [each.hours, each]));
    for (const { mean, median } of reach.values()) {
      figureSchema.parse(mean);
      figureSchema.parse(median);
    }
    // 14 posts of the week, of which 13 are a day old; read every six hours, so the first hour is not known.
    expect(reach.get(1)?.median).toMatchObject({
      value: null,
      n: 0,
      reason: 'no-history-yet',
      previous: null,
    });
    expect(reach.get(24)?.median).toMatchObject({ value: 3_600, n: 13, previous: 2_400, approximate: false });
    expect(reach.get(12)?.mean).toMatchObject({ value: 1_800, n: 14, previous: null });
    expect(analysis?.viewRate).toMatchObject({ value: 0.36, formula: 'view-rate' });
    // Two posts of the last day and two of the day before gain 150 an hour at any time.
    expect(analysis?.dailyReach.at(-2)).toEqual({ day: '2026-11-29', views: 7_200, approximate: false });
    expect(analysis?.dailyReach).toHaveLength(8);
    expect(analysis?.bestTime.hours[0]?.lift).toBe(1);
    expect(analysis?.bestTime.hours[12]?.lift).toBe(1);
    expect(analysis?.top.forwards[0]).toEqual({ postId: 39, value: 38 });
    expect(analysis?.reactions).toEqual([{ reaction: '👍', count: 13, share: 1 }]);
  });

  it('compares with no window that was not observed', async () => {
    await storeChannel();
    const analysis = await loadChannelAnalysis(database, channelId, { period: '30d', zone: 'UTC', now });
    expect(analysis?.reach.map(({ median }) => median.previous)).toEqual([null, null, null, null, null]);
    expect(analysis?.dailyReach[0]).toEqual({ day: '2026-11-10', views: null, approximate: false });
  });

  it('says why nothing is known of a channel without posts', async () => {
    const identity = { channelId, title: 'Empty', username: 'empty', visibility: 'public' as const };
    await saveChannel(database, { ...identity, source: 'mtproto', capturedAt: ago(1), subscribers: 5 });
    const analysis = await loadChannelAnalysis(database, channelId, {
      period: 'all',
      zone: 'Asia/Kolkata',
      now,
    });
    expect(analysis).toMatchObject({ viewRate: { value: null, reason: 'no-posts' }, reactions: null });
    for (const { median } of analysis?.reach ?? [])
      expect(median).toMatchObject({ value: null, reason: 'no-posts' });
  });

  it('tells how a post goes, and forecasts what its channel has shown before', async () => {
    await storeChannel((index) => (index === 39 ? 250 : 100));
    const outlook = await loadPostOutlook(database, channelId, { postId: 40, zone: 'UTC' });
    // Twelve hours old: 3,000 views, where the others had 1,200 then and 2,400 after a day.
    expect(outlook).toMatchObject({
      views: 3_000,
      ageSeconds: 12 * 3_600,
      usual: { median: 1_200, low: 1_200, high: 1_200, basis: 'part-of-day' },
      velocity: 2.5,
    });
    expect(outlook?.forecasts.map(({ horizonHours, value, basis }) => [horizonHours, value, basis])).toEqual([
      [24, 6_000, 'own'],
      [48, 6_000, 'own'],
      [72, 6_000, 'own'],
    ]);
    expect(await loadPostOutlook(database, channelId, { postId: 1, zone: 'UTC' })).toMatchObject({
      views: 2_400,
      usual: null,
      velocity: null,
      forecasts: [],
    });
    expect(await loadPostOutlook(database, channelId, { postId: 77, zone: 'UTC' })).toBeNull();
  });

  it('makes the buyer’s line and compares channels', async () => {
    await storeChannel();
    const terms = { price: 48, isAd: ({ postId }: { postId: number }) => postId === 1 };
    const row = await loadBuyerRow(database, channelId, terms, now);
    // 40 posts and one ad in the 20 days since the oldest; 48 for 2,400 views.
    expect(row).toMatchObject({
      medianReach: 2_400,
      medianReach24: 2_400,
      reach24PerSubscriber: 0.24,
      postsPerDay: 2,
      adsPerDay: 0.05,
      growth: { change: 2_000, rate: 0.2 },
      pricePerThousand: 20,
      priceBasis: 'reach24',
    });
    const other = channelIdSchema.parse('1900000002');
    expect(await loadComparison(database, [channelId, other], now)).toMatchObject({
      kind: 'wrong-number',
      given: 1,
    });
    const identity = { channelId: other, title: 'Other', username: 'other', visibility: 'public' as const };
    await saveChannel(database, { ...identity, source: 'mtproto', capturedAt: now, subscribers: 5_000 });
    const comparison = await loadComparison(database, [channelId, other], now);
    if (comparison.kind !== 'comparison') throw new Error(comparison.kind);
    expect(comparison.rows[0]).toEqual({ figure: 'medianReach', values: [2_400, null], indexed: [1, null] });
    expect(comparison.rows.at(-1)).toMatchObject({ values: [10_000, 5_000], indexed: [1, 0.5] });
    expect(await loadBuyerRow(database, channelIdSchema.parse('1900000003'), terms, now)).toBeNull();
  });

  it('gives the figures that SQL gives by another route', async () => {
    await storeChannel((index) => 100 + ((index * 37) % 60));
    const row = await loadBuyerRow(database, channelId, { price: null, isAd: () => false }, now);
    const [bySql] = await database.query<{ median: number; rate: number; perDay: number }>(
      `SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY views) AS median,
         (sum(forwards) + sum((reactions ->> '👍')::int))::float8 / sum(views) AS rate, (count(*) + 1) / 20.0 AS "perDay"
       FROM posts WHERE channel_id = $1 AND posted_at <= $2::timestamptz - '1 day'::interval`,
      [channelId, now],
    );
    expect(row?.medianReach).toBe(bySql?.median);
    expect(row?.engagementRate).toBeCloseTo(Number(bySql?.rate), 12);
    // One of the forty posts is younger than a day.
    expect(row?.postsPerDay).toBe(Number(bySql?.perDay));
  });

  it('tests alert rules over what is stored', async () => {
    await storeChannel((index) => (index === 36 ? 300 : 100));
    const messages = await backTestAlerts(
      database,
      channelId,
      {
        rules: [
          {
            ruleId: 'grew',
            condition: { kind: 'subscribers-changed', share: 0.2, withinSeconds: 5 * 86_400 },
          },
          { ruleId: 'fast', condition: { kind: 'velocity', times: 3 } },
          { ruleId: 'silent', condition: { kind: 'silence', seconds: 12 * 3_600 + 1 } },
        ],
        delivery: { bundleSeconds: 0, quiet: null },
        zone: 'UTC',
      },
      { from: ago(168), to: new Date(now.getTime() + 2 * hourMs) },
    );
    // The 37th post was published 48 h ago and first read six hours later.
    const told = messages.map(({ at, alerts }) => [
      (now.getTime() / 1_000 - at) / 3_600,
      ...alerts.map(({ ruleId, postId }) => [ruleId, postId]),
    ]);
    expect(told).toEqual([
      [42, ['fast', 37]],
      [0, ['grew', null]],
      [-1 / 3_600, ['silent', null]],
    ]);
  });
});

import { appendSamples } from '#server/db/queries/append-samples.ts';
import { savePostSamples } from '#server/db/queries/save-post-samples.ts';
import type { PostReading } from '#server/series/to-reading.ts';
import { atLeast, atMost, type Figure, shown } from '../figure.ts';
import { type GeneratedPost, generateChannel, postsPerChannel, readingsPerPost } from './generate-channel.ts';
import { createNaive, loadNaive } from './load-naive.ts';
import { channelIdOf, loadProduct, readingOf, savePostRows } from './load-product.ts';
import { median } from './side-by-side.ts';
import { createUsualModel, type UsualModel } from './usual-model.ts';
import { type BenchDatabase, withDatabase } from './with-database.ts';

const usualSamples = 10_000_000;
const rounds = 4;
const pagesPerRound = 500;
const postsPerPage = 100;
/** Apart from every channel that is loaded. */
const ingestChannel = 90_001;

/** Goals S1 and S2: bytes of a packed sample, and how fast samples are taken in. */
export async function benchStore(
  root: string,
  say: (sentence: string) => void,
  samples: number | null,
): Promise<Figure[]> {
  return await withDatabase(root, async (bench) => [
    ...(await measureIngest(bench, say)),
    ...(await measureBytes(bench, samples ?? usualSamples, say)),
  ]);
}

async function measureBytes(
  bench: BenchDatabase,
  samples: number,
  say: (sentence: string) => void,
): Promise<Figure[]> {
  const { database, slow } = bench;
  say(`${samples} samples: packing …`);
  await createNaive(bench);
  await slow.query('TRUNCATE posts, post_samples, post_curves, channel_days');
  let packed = 0;
  let packMs = 0;
  let channels = 0;
  for (; packed < samples; channels += 1) {
    const channel = channels;
    const posts = generateChannel(channel);
    const begun = performance.now();
    packed += await loadProduct(database, channel, posts);
    packMs += performance.now() - begun;
    // One channel is enough to know what a row of the reference takes.
    if (channel === 0) await loadNaive(bench, new Map([[channel, posts]]));
  }
  const [least] = (await slow.query<{ least: number }>('SELECT min(sample_count) AS least FROM post_curves'))
    .rows;
  const size = async (table: string): Promise<number> => {
    const { rows } = await slow.query<{ bytes: string }>('SELECT pg_total_relation_size($1) AS bytes', [
      table,
    ]);
    return Number(rows[0]?.bytes ?? 0);
  };
  const perSample = (await size('post_curves')) / packed;
  const naive = (await size('naive_samples')) / (postsPerChannel * readingsPerPost);
  const { rows } = await slow.query<{ bytes: string }>(
    'SELECT sum(octet_length(samples)) AS bytes FROM post_curves',
  );
  return [
    shown('store.readings', channels * postsPerChannel * readingsPerPost, 'readings'),
    shown('store.samples', packed, 'samples'),
    shown('store.samplesOfShortestCurve', least?.least ?? 0, 'samples'),
    {
      ...atMost('store.bytesPerSample (S1)', perSample, 'bytes', 2.5),
      reference: naive,
      ratio: naive / perSample,
    },
    shown('store.bytesPerSample.payload', Number(rows[0]?.bytes ?? 0) / packed, 'bytes'),
    shown('store.packed', (packed * 1_000) / packMs, 'samples/s'),
  ];
}

async function measureIngest(bench: BenchDatabase, say: (sentence: string) => void): Promise<Figure[]> {
  const { database, slow, url } = bench;
  say(`ingest: ${rounds} rounds of ${pagesPerRound * postsPerPage} samples into each …`);
  const usual = await createUsualModel(url);
  const posts = generateChannel(ingestChannel).slice(0, postsPerPage);
  const channelId = channelIdOf(ingestChannel);
  const measured = {
    usual: [] as number[],
    thousands: [] as number[],
    pages: [] as number[],
    whole: [] as number[],
  };
  await savePostRows(database, channelId, posts);
  for (let round = 0; round < rounds; round += 1) {
    const pages = Array.from({ length: pagesPerRound }, (_, page) =>
      pageOf(posts, round * pagesPerRound + page),
    );
    measured.usual.push(await perSecond(() => saveUsual(usual, pages)));
    measured.thousands.push(
      await perSecond(async () => {
        for (const batch of inThousands(pages)) await appendSamples(database, channelId, batch);
      }),
    );
    await slow.query('TRUNCATE post_samples');
    measured.pages.push(
      await perSecond(async () => {
        for (const page of pages) await appendSamples(database, channelId, page);
      }),
    );
    await slow.query('TRUNCATE post_samples');
    measured.whole.push(
      await perSecond(async () => {
        for (const page of pages) {
          await database.transaction((connection) => savePostSamples(connection, channelId, page));
        }
      }),
    );
  }
  // The same pages again: nothing may be added.
  const before = await slow.query('SELECT 1 FROM post_samples');
  await appendSamples(database, channelId, pageOf(posts, (rounds - 1) * pagesPerRound));
  const after = await slow.query('SELECT 1 FROM post_samples');
  if (after.rows.length !== before.rows.length) throw new Error('Saving the same page again added a row.');
  await usual.close();
  const reference = median(measured.usual);
  return [
    shown('store.ingest.rows', rounds * pagesPerRound * postsPerPage, 'samples each'),
    // Both a thousand rows a statement, and both harmless when repeated.
    atLeast('store.ingest (S2)', median(measured.thousands), 'samples/s', reference, 5),
    compared('store.ingest.byPage', median(measured.pages), reference),
    compared('store.ingest.byPageWithRollups', median(measured.whole), reference),
  ];
}

/** The hundred posts at one sync; instants go on for ever, so that every page is a new one. */
function pageOf(posts: readonly GeneratedPost[], page: number): PostReading[] {
  return posts.map((post) => ({
    ...readingOf(post, page % readingsPerPost),
    at: (posts[0]?.at[0] ?? 0) + page * 900,
  }));
}

/** A thousand rows a statement, the reference's best. */
async function saveUsual({ model }: UsualModel, pages: readonly PostReading[][]): Promise<void> {
  for (const rows of inThousands(pages)) {
    await model.bulkCreate(
      rows.map(({ at, breakdown: _, postedAt: __, ...row }) => ({ ...row, sampledAt: new Date(at * 1_000) })),
      { ignoreDuplicates: true },
    );
  }
}

function inThousands(pages: readonly PostReading[][]): PostReading[][] {
  return Array.from({ length: Math.ceil(pages.length / 10) }, (_, index) =>
    pages.slice(index * 10, index * 10 + 10).flat(),
  );
}

function compared(id: string, perSecond: number, reference: number): Figure {
  return { ...shown(id, perSecond, 'samples/s'), reference, ratio: perSecond / reference };
}

async function perSecond(work: () => Promise<void>): Promise<number> {
  const begun = performance.now();
  await work();
  return (pagesPerRound * postsPerPage * 1_000) / (performance.now() - begun);
}

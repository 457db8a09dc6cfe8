import { createRandom, type Random } from '../random.ts';
import { createStoredMessage, type StoredMessage } from '../stored-message.ts';
import { daySeconds, type StoryClock } from '../story-clock.ts';
import type { WorldMedia } from '../world.ts';
import { createGrowth } from './create-growth.ts';
import type { MemberFlow } from './member-flow.ts';
import type { DemoProfile } from './profile.ts';
import { headlineOf, writeChatterText, writePollQuestion, writePostText } from './write-text.ts';

export interface DayWriter {
  profile: DemoProfile;
  seed: number;
  clock: StoryClock;
  flow: MemberFlow;
  /** Who talks in groups. */
  authorIds: readonly [string, ...string[]];
  /** Posts of another channel on an earlier story day, for reposts. */
  originals(channelId: string, day: number): StoredMessage[];
}

/** So many headlines of a channel are not used again, of all its posts and of those that stay. */
const rememberedHeadlines = 3;
/** A channel that was silent for longer may repeat itself. */
const rememberedDays = 14;

/**
 * Everything one channel publishes on one story day, ascending by date. It follows from seed, channel and day, and from what
 * the channel wrote on the days before.
 */
export function writeDay(writer: DayWriter, day: number): StoredMessage[] {
  const { profile, seed } = writer;
  const random = createRandom(`${seed}:${profile.id}:day:${day}`);
  // 1970-01-01 was a Thursday; at weekends there is less to say.
  const isWeekend = (day + 4) % 7 === 0 || (day + 4) % 7 === 6;
  const count = random.poisson(profile.postsPerDay * (isWeekend ? 0.65 : 1.1));
  const instants = Array.from({ length: count }, () => {
    return day * daySeconds + random.pick(profile.hours) * 3600 + random.integer(0, 3599);
  }).sort((left, right) => left - right);
  const before = profile.kind === 'megagroup' ? [] : postsBefore(writer, day);
  return instants.flatMap((story, index) => {
    const messages = writePost(writer, random, day, story, index, recentHeadlines(before));
    before.push(...messages);
    return messages;
  });
}

/** As much of what the channel published before a day as headlines are remembered from, oldest first. */
function postsBefore({ profile, originals }: DayWriter, day: number): StoredMessage[] {
  let found: StoredMessage[] = [];
  const isEnough = (): boolean =>
    found.filter(hasOwnHeadline).filter(isStaying).length >= rememberedHeadlines;
  for (let back = 1; back <= rememberedDays && !isEnough(); back += 1) {
    found = [...originals(profile.id, day - back), ...found];
  }
  return found;
}

/** The last ones, and the last ones that will still stand next to each other once others are deleted. */
function recentHeadlines(messages: readonly StoredMessage[]): string[] {
  const own = messages.filter(hasOwnHeadline);
  const last = [...own.slice(-rememberedHeadlines), ...own.filter(isStaying).slice(-rememberedHeadlines)];
  return last.flatMap((message) => headlineOf(message) ?? []);
}

/** A copy has the headline of somebody else. */
function hasOwnHeadline(message: StoredMessage): boolean {
  return message.forward === null && headlineOf(message) !== null;
}

function isStaying({ deletedAt }: StoredMessage): boolean {
  return deletedAt === null;
}

function writePost(
  writer: DayWriter,
  random: Random,
  day: number,
  story: number,
  index: number,
  recent: readonly string[],
): StoredMessage[] {
  const { profile, clock } = writer;
  const date = Math.floor(clock.toWorld(story));
  if (profile.kind === 'megagroup') {
    return [
      createStoredMessage({ date, fromId: random.pick(writer.authorIds), ...writeChatterText(random) }),
    ];
  }
  const original = random.chance(profile.repostShare) ? pickOriginal(writer, random, day) : null;
  if (original !== null) return [writeRepost(writer, random, story, date, original)];

  const isAd = random.chance(profile.adShare);
  const written = writePostText(random, profile.theme, isAd, recent);
  const media = pickMedia(random, profile);
  const size = media?.kind === 'photo' && random.chance(profile.albumShare) ? random.integer(2, 6) : 1;
  const groupedId = size > 1 ? albumId(profile, day, index) : null;
  const postAuthor =
    profile.signatures.length === 0 ? null : (profile.signatures[index % profile.signatures.length] ?? null);
  const counters = createGrowth(writer, random, story);
  const deletedAt = planDeletion(random, profile, isAd, story);

  let lead: StoredMessage | null = null;
  return Array.from({ length: size }, (_, item) => {
    const { text, entities } = item === 0 ? written : { text: '', entities: [] };
    const message = createStoredMessage({ date, text, entities, media, groupedId, postAuthor });
    // Each item of an album counts its own views; the first is seen the most.
    message.counters = { ...counters, audience: counters.audience * (1 - 0.015 * item) };
    if (lead === null) lead = message;
    else message.counters.lead = lead;
    message.deletedAt = deletedAt === null ? null : Math.ceil(clock.toWorld(deletedAt));
    if (item === 0 && random.chance(profile.editShare)) planEdit(message, random, clock, story);
    return message;
  });
}

function writeRepost(
  writer: DayWriter,
  random: Random,
  story: number,
  date: number,
  original: { channelId: string; post: StoredMessage },
): StoredMessage {
  const { text, entities, media } = original.post;
  const counters = createGrowth(writer, random, story);
  // Copies are read a little less than a channel's own posts, and far less differently from each other.
  counters.audience =
    writer.flow.subscribersAt(story) * writer.profile.viewShare * 0.8 * random.logNormal(0.1);
  if (original.post.counters.kind === 'growing') {
    // The link back to the original brings readers there.
    original.post.counters.bumps.push({
      from: story,
      seconds: 3 * 3600,
      views: counters.audience * 0.1,
      shape: 'wave',
    });
  }
  return createStoredMessage({
    date,
    text,
    entities,
    media,
    counters,
    forward: { date: original.post.date, channelId: original.channelId, post: original.post, fromName: null },
  });
}

/** A single post of one to three days ago that is itself no copy and stays. */
function pickOriginal(
  writer: DayWriter,
  random: Random,
  day: number,
): { channelId: string; post: StoredMessage } | null {
  const [first, ...others] = writer.profile.repostsFrom;
  if (first === undefined) return null;
  const channelId = random.pick([first, ...others]);
  const [post, ...posts] = writer
    .originals(channelId, day - random.integer(1, 3))
    .filter(
      ({ forward, groupedId, deletedAt }) => forward === null && groupedId === null && deletedAt === null,
    );
  return post === undefined ? null : { channelId, post: random.pick([post, ...posts]) };
}

function pickMedia(random: Random, profile: DemoProfile): WorldMedia | null {
  if (random.chance(profile.pollShare))
    return { kind: 'poll', detail: writePollQuestion(random, profile.theme) };
  if (random.chance(profile.photoShare)) return { kind: 'photo' };
  if (random.chance(0.06)) return { kind: 'video', detail: 'video/mp4' };
  if (random.chance(0.03)) return { kind: 'document', detail: 'application/pdf' };
  if (random.chance(0.03)) return { kind: 'webpage', detail: `https://example.org/${profile.theme}` };
  return null;
}

/** Story time of deletion: most advertisements go after a day, a few posts are taken back. */
function planDeletion(random: Random, profile: DemoProfile, isAd: boolean, story: number): number | null {
  if (isAd && random.chance(0.7)) return story + daySeconds + random.integer(0, 1800);
  return random.chance(profile.deleteShare) ? story + random.integer(1800, 2 * daySeconds) : null;
}

function planEdit(message: StoredMessage, random: Random, clock: StoryClock, story: number): void {
  const at = Math.ceil(clock.toWorld(story + random.integer(60, 6 * 3600)));
  const isHidden = random.chance(0.1);
  const text = isHidden ? message.text : `${message.text}\nUPD.`;
  message.edits.push({ at, text, entities: message.entities, isHidden });
}

/** Unique within a channel and always above 2^53, as Telegram's are. */
function albumId(profile: DemoProfile, day: number, index: number): string {
  const album = BigInt(day) * 1000n + BigInt(index);
  return (13_000_000_000_000_000n + (BigInt(profile.id) % 1000n) * 1_000_000_000n + album).toString();
}

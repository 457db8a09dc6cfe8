import type { ChannelReport } from '#contract/channel.ts';
import type { Figure } from '#contract/figure.ts';
import { formatAge } from '#format/age.ts';
import { formatChange } from '#format/change.ts';
import { formatCompactNumber } from '#format/compact-number.ts';
import { formatDate } from '#format/date.ts';
import { formatExcerpt } from '#format/excerpt.ts';
import type { Language } from '#format/language.ts';
import { formatList } from '#format/list.ts';
import { formatNumber } from '#format/number.ts';
import { formatRate } from '#format/rate.ts';
import type { Messages } from '#locales/create-messages.ts';
import { escapeHtml } from '../html.ts';

/** What a card is written with. The bot does not know a person's time zone, so its dates are UTC's. */
export interface CardWriting {
  messages: Messages;
  language: Language;
  now: Date;
}

const timeZone = 'UTC';
/** A change observed for less than a day says nothing about a week. */
const dayMs = 24 * 60 * 60 * 1_000;
const weekMs = 7 * dayMs;
/** A coverage this close to seven days counts as seven days: snapshots are taken every few minutes. */
const coverageSlackMs = 60 * 60 * 1_000;
const excerptLength = 40;

/** The card of a channel as HTML: every figure with its window, every unknown one with its reason. */
export function writeCard(report: ChannelReport, writing: CardWriting): string {
  return [
    titleLine(report, writing),
    subscribersLine(report, writing),
    ...postLines(report, writing),
    historyLine(report, writing),
    updatedLine(report, writing),
  ]
    .filter((line) => line !== null)
    .join('\n');
}

/** Without an account nobody has read a post, and the sentence about it says more than four dashes. */
function postLines(report: ChannelReport, writing: CardWriting): (string | null)[] {
  if (report.history.kind === 'needs-account' && report.postSet.n === 0) return [];
  return [
    reachLine(report, writing),
    postsLine(report, writing),
    errLine(report, writing),
    erLine(report.engagementRate, writing),
    bestLine(report, writing),
  ];
}

function titleLine({ channel }: ChannelReport, { messages }: CardWriting): string {
  const title = escapeHtml(channel.title);
  return channel.username === null
    ? messages.text('bot-card-title-nameless', { title })
    : messages.text('bot-card-title', { title, username: escapeHtml(channel.username) });
}

function subscribersLine({ subscribers, growth7Days }: ChannelReport, writing: CardWriting): string {
  const { messages, language } = writing;
  if (subscribers.value === null) {
    return messages.text(
      subscribers.reason === 'no-history-yet'
        ? 'bot-card-subscribers-pending'
        : 'bot-card-subscribers-unknown',
    );
  }
  const count = messages.text('bot-card-subscribers', {
    subscribers: formatNumber(subscribers.value, language),
    subscribersCount: Math.round(subscribers.value),
  });
  return `${count} · ${growthText(growth7Days, subscribers, writing)}`;
}

function growthText(growth: Figure, subscribers: Figure, { messages, language, now }: CardWriting): string {
  const from = growth.coverage === null ? null : new Date(growth.coverage.from);
  const isTooShort = from !== null && now.getTime() - from.getTime() < dayMs;
  if (growth.value !== null && !isTooShort) {
    const change = formatChange(growth.value, language);
    const isWhole = from === null || now.getTime() - from.getTime() > weekMs - coverageSlackMs;
    return isWhole
      ? messages.text('bot-card-growth', { change })
      : messages.text('bot-card-growth-partial', { change, date: formatDate(from, language, timeZone, now) });
  }
  const since = from ?? (subscribers.capturedAt === null ? null : new Date(subscribers.capturedAt));
  const due = since === null ? null : new Date(since.getTime() + weekMs);
  return due === null || due <= now
    ? messages.text('bot-card-growth-unknown')
    : messages.text('bot-card-growth-later', { date: formatDate(due, language, timeZone, now) });
}

function reachLine(
  { averageReach, medianReach }: ChannelReport,
  { messages, language }: CardWriting,
): string {
  if (averageReach.value === null || medianReach.value === null)
    return messages.text('bot-card-reach-unknown');
  return messages.text('bot-card-reach', {
    average: formatCompactNumber(averageReach.value, language),
    median: formatCompactNumber(medianReach.value, language),
  });
}

function postsLine({ postSet }: ChannelReport, { messages, language }: CardWriting): string | null {
  if (postSet.n === 0) return null;
  const key = postSet.kind === 'window' ? 'bot-card-posts-window' : 'bot-card-posts-newest';
  return messages.text(key, { posts: formatNumber(postSet.n, language), postsCount: postSet.n });
}

function errLine(report: ChannelReport, { messages, language }: CardWriting): string {
  const { value } = report.reachPerSubscriber;
  if (value !== null) return messages.text('bot-card-err', { rate: formatRate(value, language) });
  return messages.text(
    report.subscribers.value === null ? 'bot-card-err-unknown' : 'bot-card-err-unknown-reach',
  );
}

function erLine({ value, parts = [] }: Figure, { messages, language }: CardWriting): string {
  if (value === null || parts.length === 0) return messages.text('bot-card-er-unknown');
  const words = parts.map((part) => messages.text(`bot-part-${part}`));
  return messages.text('bot-card-er', {
    rate: formatRate(value, language),
    parts: formatList(words, language),
  });
}

function bestLine({ bestPost }: ChannelReport, { messages, language }: CardWriting): string | null {
  if (bestPost === null) return null;
  const views = formatCompactNumber(bestPost.views, language);
  const excerpt = escapeHtml(formatExcerpt(bestPost.excerpt, excerptLength));
  return excerpt === ''
    ? messages.text('bot-card-best-no-text', { postId: String(bestPost.postId), views })
    : messages.text('bot-card-best', { excerpt, views });
}

function historyLine({ history }: ChannelReport, { messages, language }: CardWriting): string | null {
  if (history.kind === 'failed')
    return messages.text('bot-card-history-failed', { problem: escapeHtml(history.code) });
  if (history.kind === 'needs-account') return messages.text('bot-card-needs-account');
  if (history.kind !== 'reading' || history.total === null) return null;
  return messages.text('bot-card-history-reading', {
    read: formatNumber(history.read, language),
    total: formatNumber(history.total, language),
  });
}

function updatedLine({ capturedAt }: ChannelReport, writing: CardWriting): string | null {
  if (capturedAt === null) return null;
  const age = formatAge(new Date(capturedAt), writing.now, writing.language, timeZone);
  return writing.messages.text('bot-card-updated', { age });
}

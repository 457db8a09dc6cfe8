/**
 * The figures of metrics.md worked out a second time, by other code from other input: the recording's own lines or the
 * sandbox's world, never the product's database. It imports nothing of the product, so that one mistake cannot be made
 * in both places at once.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { VisibleMessage } from '#sandbox/world/world.ts';

/** One message with content, as its source says it. Times are unix seconds. */
export interface RawMessage {
  id: number;
  date: number;
  text: string;
  views: number | null;
  forwards: number;
  comments: number;
  reactions: number;
  groupedId: string | null;
  /** `channel/post` of the original; null: no repost. */
  origin: string | null;
  isForward: boolean;
}

interface RecordedLine {
  id: number;
  date: number;
  message?: string;
  views?: number;
  forwards?: number;
  comments?: number;
  reactions?: { count: number }[];
  groupedId?: string;
  fwdFrom?: { channelId?: string; post?: number };
  service?: unknown;
}

/** The messages of a recording; `shift` seconds are added to every date, as `--rebase weeks` does. */
export function readRecording(directory: string, shift: number): RawMessage[] {
  return readFileSync(join(directory, 'messages.jsonl'), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as RecordedLine)
    .filter((line) => line.service === undefined)
    .map((line) => ({
      id: line.id,
      date: line.date + shift,
      text: line.message ?? '',
      views: line.views ?? null,
      forwards: line.forwards ?? 0,
      comments: line.comments ?? 0,
      reactions: (line.reactions ?? []).reduce((total, { count }) => total + count, 0),
      groupedId: line.groupedId ?? null,
      origin:
        line.fwdFrom?.channelId !== undefined && line.fwdFrom.post !== undefined
          ? `${line.fwdFrom.channelId}/${line.fwdFrom.post}`
          : null,
      isForward: line.fwdFrom !== undefined,
    }));
}

/** What the sandbox's world shows at one instant. Stars are no reactions. */
export function fromWorld(messages: readonly VisibleMessage[]): RawMessage[] {
  return messages
    .filter((message) => message.service === null)
    .map((message) => ({
      id: message.id,
      date: message.date,
      text: message.text,
      views: message.views,
      forwards: message.forwards ?? 0,
      comments: message.comments ?? 0,
      reactions: message.reactions
        .filter(({ isPaid }) => isPaid === undefined)
        .reduce((total, { count }) => total + count, 0),
      groupedId: message.groupedId,
      origin:
        message.forward?.channelId !== null && message.forward?.postId != null
          ? `${message.forward.channelId}/${message.forward.postId}`
          : null,
      isForward: message.forward !== null,
    }));
}

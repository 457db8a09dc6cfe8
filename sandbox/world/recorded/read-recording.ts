/**
 * Recorded worlds: one folder per real channel, `channel.json` and `messages.jsonl`. A recorded message has its final
 * counts from publication on, for ever.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { WorldError } from '../world-error.ts';

export interface RecordedChannel {
  id: string;
  username: string | null;
  title: string;
  recordedAt: number;
  /** null: the recording does not say. */
  subscribers: number | null;
}

/** One line of `messages.jsonl`; what is absent there is absent here. */
export interface RecordedMessage {
  id: number;
  date: number;
  message?: string;
  views?: number;
  forwards?: number;
  comments?: number;
  reactions?: { emoticon?: string; documentId?: string | number; count: number }[];
  groupedId?: string | number;
  editDate?: number;
  editHide?: boolean;
  fwdFrom?: { date: number; channelId?: string | number; post?: number; fromName?: string };
  media?: string;
  entities?: {
    type: string;
    offset: number;
    length: number;
    url?: string;
    language?: string;
    documentId?: string | number;
  }[];
  postAuthor?: string;
  pinned?: boolean;
  service?: string;
}

/** Reads both files of a recording. Throws `WorldError` with a sentence that names file and line. */
export function readRecording(directory: string): { channel: RecordedChannel; messages: RecordedMessage[] } {
  return { channel: readChannel(join(directory, 'channel.json')), messages: readMessages(directory) };
}

function readChannel(file: string): RecordedChannel {
  const found = parseObject<RecordedChannel>(readText(file), file);
  const { id, username, title, recordedAt, subscribers } = found;
  if (typeof id !== 'string' || !/^[1-9]\d{0,18}$/.test(id)) throw malformed(file, 'has no decimal "id"');
  if (typeof title !== 'string') throw malformed(file, 'has no "title"');
  if (typeof recordedAt !== 'number') throw malformed(file, 'has no "recordedAt"');
  return {
    id,
    username: typeof username === 'string' ? username : null,
    title,
    recordedAt,
    subscribers: typeof subscribers === 'number' ? subscribers : null,
  };
}

function readMessages(directory: string): RecordedMessage[] {
  const file = join(directory, 'messages.jsonl');
  let previousId = 0;
  return readText(file)
    .split('\n')
    .flatMap((line, index) => (line.trim() === '' ? [] : [{ line, place: `${file}:${index + 1}` }]))
    .map(({ line, place }) => {
      const message = parseObject<RecordedMessage>(line, place);
      const { id, date } = message;
      if (typeof id !== 'number' || !Number.isSafeInteger(id) || id <= previousId) {
        throw malformed(place, `has the id ${String(id)} where one above ${previousId} was expected`);
      }
      if (typeof date !== 'number' || !Number.isSafeInteger(date)) throw malformed(place, 'has no "date"');
      previousId = id;
      return { ...message, id, date };
    });
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new WorldError('recording-unreadable', `The recording cannot be read: ${why}`);
  }
}

function parseObject<Shape extends object>(text: string, place: string): Partial<Shape> {
  let parsed: Partial<Shape> | null;
  try {
    parsed = JSON.parse(text);
  } catch {
    // The sentence below says more than the parser's.
    parsed = null;
  }
  if (typeof parsed !== 'object' || parsed === null) throw malformed(place, 'is not a JSON object');
  return parsed;
}

function malformed(place: string, what: string): WorldError {
  return new WorldError('recording-malformed', `The recording is not one: ${place} ${what}.`);
}

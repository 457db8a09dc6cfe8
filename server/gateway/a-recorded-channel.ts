import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RecordedChannel, RecordedMessage } from '#sandbox/world/recorded/read-recording.ts';
import type { WorldSource } from '#sandbox/world/world-source.ts';

export interface Recorded {
  source: WorldSource;
  /** Takes its files away. */
  remove(): void;
}

/** For tests: a channel with exactly these messages, as the local Telegram takes recordings. */
export function aRecordedChannel(
  channel: Partial<RecordedChannel> & Pick<RecordedChannel, 'id'>,
  messages: readonly RecordedMessage[],
): Recorded {
  const directory = mkdtempSync(join(tmpdir(), 'recorded-channel-'));
  const described = { title: 'Recorded', username: null, recordedAt: 1_790_000_000, ...channel };
  writeFileSync(join(directory, 'channel.json'), JSON.stringify(described));
  const lines = messages.map((message) => JSON.stringify(message)).join('\n');
  writeFileSync(join(directory, 'messages.jsonl'), `${lines}\n`);
  return {
    source: { kind: 'recorded', directory },
    remove: () => rmSync(directory, { recursive: true, force: true }),
  };
}

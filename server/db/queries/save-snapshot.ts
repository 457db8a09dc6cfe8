import type { ChannelId } from '#contract/channel-id.ts';
import type { Source } from '#contract/figure.ts';
import type { Connection } from '../connection.ts';
import { rollUpSubscribers } from './roll-up-subscribers.ts';

export interface Snapshot {
  channelId: ChannelId;
  capturedAt: Date;
  /** null: Telegram did not say. */
  subscribers: number | null;
  source: Source;
}

/** Appends one measurement and counts its day and hour anew; the same instant again changes nothing. */
export async function saveSnapshot(connection: Connection, snapshot: Snapshot): Promise<void> {
  await connection.query(
    `INSERT INTO channel_snapshots (channel_id, captured_at, subscribers, source) VALUES ($1, $2, $3, $4)
     ON CONFLICT (channel_id, captured_at) DO NOTHING`,
    [snapshot.channelId, snapshot.capturedAt, snapshot.subscribers, snapshot.source],
  );
  await rollUpSubscribers(connection, snapshot.channelId, snapshot.capturedAt);
}

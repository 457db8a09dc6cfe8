import type { ChannelId } from '#contract/channel-id.ts';
import type { Connection } from '../connection.ts';

/** An account that might read a channel; what its columns mean stands with `chooseSource`. */
export interface CandidateRow {
  channelId: ChannelId;
  accountId: string;
  kind: 'operator' | 'viewer' | 'bot';
  presence: 'held' | 'lately' | 'away';
  /** The latest end of its flood waits for reading, resolving its name included where that is needed. */
  pausedUntil: Date | null;
  hasAccess: boolean;
  isTracker: boolean;
  isShared: boolean;
  refusedAt: Date | null;
  load: number;
}

/** A lease without a sign of life for longer is nobody's. */
const heldSeconds = 30;
/** A gateway that starts anew is back sooner. */
const latelySeconds = 600;
/** Of the accounts that may read any public channel only the readiest are looked at: all of them are alike. */
const poolSize = 8;

const readingMethods = ['channels.GetFullChannel', 'messages.GetHistory', 'channels.GetMessages'];
const resolvingMethod = 'contacts.ResolveUsername';

/**
 * The accounts in use that might read each of the channels: the readiest of those that may read any public one, those of
 * people who track the channel, those that have met it, and the one that reads it now. Local tables only.
 */
export async function loadSourceFacts(
  connection: Connection,
  channelIds: readonly ChannelId[],
  now: Date,
): Promise<CandidateRow[]> {
  return connection.query<CandidateRow>(statement, [
    channelIds,
    now.toISOString(),
    heldSeconds,
    latelySeconds,
    readingMethods,
    resolvingMethod,
    poolSize,
  ]);
}

// Flood waits are ISO 8601 text, which sorts as time does.
const statement = `
  WITH wanted AS (SELECT unnest($1::bigint[]) AS channel_id),
  loads AS (
    SELECT account_id, count(*)::int AS load FROM channel_schedule WHERE account_id IS NOT NULL GROUP BY account_id
  ),
  usable AS (
    SELECT account_id, kind, viewer_id, shares_public, COALESCE(load, 0) AS load,
      CASE WHEN heartbeat_at >= clock_timestamp() - make_interval(secs => $3) THEN 'held'
        WHEN heartbeat_at >= clock_timestamp() - make_interval(secs => $4) THEN 'lately' ELSE 'away' END AS presence,
      (SELECT max(value) FROM jsonb_each_text(flood_waits) WHERE key = ANY($5::text[]) AND value > $2) AS paused_until,
      (SELECT value FROM jsonb_each_text(flood_waits) WHERE key = $6 AND value > $2) AS resolving_until
    FROM accounts LEFT JOIN loads USING (account_id) WHERE state = 'active'
  ),
  pool AS (
    SELECT account_id FROM (
      SELECT account_id, row_number() OVER (
        PARTITION BY kind ORDER BY presence = 'held' DESC, paused_until NULLS FIRST, load, account_id) AS place
      FROM usable WHERE kind <> 'viewer' OR shares_public
    ) AS placed WHERE place <= $7
  ),
  pairs AS (
    SELECT channel_id, account_id FROM wanted CROSS JOIN pool
    UNION SELECT channel_id, account_id FROM wanted JOIN channel_access USING (channel_id)
    UNION SELECT channel_id, account_id FROM wanted JOIN channel_schedule USING (channel_id)
    UNION SELECT channel_id, account_id
      FROM wanted JOIN tracked_channels USING (channel_id) JOIN usable USING (viewer_id)
  )
  SELECT pairs.channel_id AS "channelId", account_id AS "accountId", kind, presence,
    CASE WHEN access.access_hash IS NULL THEN GREATEST(paused_until, resolving_until) ELSE paused_until
      END::timestamptz AS "pausedUntil",
    access.access_hash IS NOT NULL AS "hasAccess",
    tracked.viewer_id IS NOT NULL AS "isTracker",
    shares_public AS "isShared",
    refused_at AS "refusedAt",
    load
  FROM pairs JOIN usable USING (account_id)
  LEFT JOIN channel_access AS access USING (channel_id, account_id)
  LEFT JOIN channel_refusals USING (channel_id, account_id)
  LEFT JOIN tracked_channels AS tracked ON tracked.channel_id = pairs.channel_id
    AND tracked.viewer_id = usable.viewer_id`;

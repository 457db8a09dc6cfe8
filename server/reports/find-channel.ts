import type { ChannelId } from '#contract/channel-id.ts';
import type { Connection } from '#server/db/connection.ts';
import { findChannelByName } from '#server/db/queries/find-channel-by-name.ts';
import { loadChannel } from '#server/db/queries/load-channel.ts';
import { parseChannelId } from '#server/ids.ts';

/** The stored channel that a name (any case, without @) or a bare id means; null: it is not stored. */
export async function findChannel(connection: Connection, nameOrId: string): Promise<ChannelId | null> {
  const id = parseChannelId(nameOrId);
  if (id === null) return await findChannelByName(connection, nameOrId);
  return (await loadChannel(connection, id)) === null ? null : id;
}

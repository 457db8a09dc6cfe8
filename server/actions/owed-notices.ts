import type { Connection } from '#server/db/connection.ts';
import { type BotNotice, loadBotNotices } from '#server/db/queries/load-bot-notices.ts';
import { saveNoticeTold } from '#server/db/queries/save-notice-told.ts';

/** A sentence that somebody is owed because of an update. */
export type Notice = BotNotice;

/** What an update gave us to say and was not said yet. */
export async function owedNotices(connection: Connection, updateId: number): Promise<Notice[]> {
  return await loadBotNotices(connection, updateId);
}

/** It was said, or cannot be: nobody says it again. */
export async function settleNotice(
  connection: Connection,
  notice: { updateId: number; viewerId: string; now: Date },
): Promise<void> {
  await saveNoticeTold(connection, notice);
}

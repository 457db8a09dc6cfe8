import type { Connection } from '../connection.ts';
import type { NoticeKind } from './save-bot-notices.ts';

/** A sentence somebody is owed, with what it tells. */
export interface BotNotice {
  viewerId: string;
  language: 'en' | 'ru';
  kind: NoticeKind;
  title: string;
  /** null: Telegram did not say. */
  subscribers: number | null;
  /** Somebody reads the posts that were there before. */
  isHistoryRead: boolean;
}

/** What an update gave us to say and nobody was told yet. */
export async function loadBotNotices(connection: Connection, updateId: number): Promise<BotNotice[]> {
  return await connection.query<BotNotice>(
    `SELECT viewer_id AS "viewerId", language, kind, title, subscribers,
       COALESCE(account_id IS NOT NULL, false) AS "isHistoryRead"
     FROM bot_notices JOIN viewers USING (viewer_id) JOIN channels USING (channel_id)
     LEFT JOIN channel_schedule USING (channel_id)
     WHERE bot_notices.update_id = $1 AND told_at IS NULL ORDER BY viewer_id`,
    [updateId],
  );
}

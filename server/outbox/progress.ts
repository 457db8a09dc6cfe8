/**
 * What the bot sends or edits by itself, kept as rows first, so that a restart forgets nothing. Today that is progress:
 * one message per request that is edited while a history is read, and becomes the channel's card at the end.
 */

import type { HistoryState } from '#contract/channel.ts';
import type { ChannelId } from '#contract/channel-id.ts';
import type { Connection } from '#server/db/connection.ts';
import { claimDueProgress } from './claim-due-progress.ts';

/** A message of the bot that follows a channel. */
export interface ProgressMessage {
  chatId: string;
  messageId: string;
  viewerId: string;
  channelId: ChannelId;
  language: 'en' | 'ru';
  /** `history`: until the history is read; `refresh`: until the channel was read once more. */
  waitsFor: 'history' | 'refresh';
  shownText: string;
  createdAt: Date;
}

export interface DueProgress extends ProgressMessage {
  /** How far the channel's history is; null: the channel is not collected any more. */
  history: HistoryState | null;
  lastSyncedAt: Date | null;
}

export interface ProgressStore {
  follow(message: ProgressMessage, dueAt: Date): Promise<void>;
  /** Messages whose time has come; each is given out again only after `pauseMs`, to whoever asks then. */
  claimDue(now: Date, pauseMs: number): Promise<DueProgress[]>;
  /** Remembers what the message shows, and when it may be edited again. */
  shown(message: ProgressMessage, text: string, dueAt: Date): Promise<void>;
  /** Stops following. */
  end(message: ProgressMessage): Promise<void>;
}

export function createProgressStore(connection: Connection): ProgressStore {
  return {
    claimDue: (now, pauseMs) => claimDueProgress(connection, now, pauseMs),
    async follow(message, dueAt) {
      await connection.query(
        `INSERT INTO progress_messages
           (chat_id, message_id, viewer_id, channel_id, language, waits_for, shown_text, created_at, due_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
         ON CONFLICT (chat_id, message_id) DO UPDATE SET
           viewer_id = excluded.viewer_id, channel_id = excluded.channel_id, language = excluded.language,
           waits_for = excluded.waits_for, shown_text = excluded.shown_text,
           created_at = excluded.created_at, due_at = excluded.due_at`,
        [
          message.chatId,
          message.messageId,
          message.viewerId,
          message.channelId,
          message.language,
          message.waitsFor,
          message.shownText,
          message.createdAt,
          dueAt,
        ],
      );
    },
    async shown(message, text, dueAt) {
      await connection.query(
        'UPDATE progress_messages SET shown_text = $3, due_at = $4 WHERE chat_id = $1 AND message_id = $2',
        [message.chatId, message.messageId, text, dueAt],
      );
    },
    async end(message) {
      await connection.query('DELETE FROM progress_messages WHERE chat_id = $1 AND message_id = $2', [
        message.chatId,
        message.messageId,
      ]);
    },
  };
}

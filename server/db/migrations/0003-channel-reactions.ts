import type { Migration } from './migration.ts';

/**
 * Whether a channel allows reactions, so that "nobody reacted" and "nobody may react" are told apart in the parts of
 * interactions. NULL: Telegram was not asked yet.
 */
export const channelReactions: Migration = {
  name: '0003-channel-reactions',
  up: ['ALTER TABLE channels ADD COLUMN has_reactions BOOLEAN'],
  down: ['ALTER TABLE channels DROP COLUMN has_reactions'],
};

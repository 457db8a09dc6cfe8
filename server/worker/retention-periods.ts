import type { AgingTable } from '#server/db/queries/delete-rows-before.ts';

/**
 * How long things are kept, in days; docs/architecture.md says the same to people. Curves of posts and the rollups by
 * day and hour are kept for ever. Updates that were handled have their own, shorter period in `delete-old-updates.ts`.
 */
export const retentionDays: Record<AgingTable | 'channelSnapshots', number> = {
  channelSnapshots: 400,
  quarantinedUpdates: 30,
  botNotices: 30,
  progressMessages: 30,
  loginAttempts: 90,
  auditLog: 400,
};

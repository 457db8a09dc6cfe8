import type { Database } from '#server/db/database.ts';
import { saveAccountSettings } from '#server/db/queries/save-account-settings.ts';
import { saveAuditEvent } from '#server/db/queries/save-audit-event.ts';
import { replanAccountChannels } from './replan-account-channels.ts';

/** Writes down what the owner of an account allows, with a line in the audit log. Absent: it stays as it is. */
export async function changeAccountSettings(
  database: Pick<Database, 'transaction'>,
  change: {
    viewerId: string;
    accountId: string;
    sharesPublic: boolean | undefined;
    showsPrivateChats: boolean | undefined;
    now: Date;
  },
): Promise<void> {
  const { viewerId, accountId, sharesPublic = null, showsPrivateChats = null, now } = change;
  await database.transaction(async (connection) => {
    await saveAccountSettings(connection, accountId, { sharesPublic, showsPrivateChats });
    if (sharesPublic === false) await replanAccountChannels(connection, accountId, now);
    await saveAuditEvent(connection, {
      actor: `viewer:${viewerId}`,
      event: 'account.settings',
      subject: `accounts:${accountId}`,
      details: {
        ...(sharesPublic === null ? {} : { sharesPublic }),
        ...(showsPrivateChats === null ? {} : { showsPrivateChats }),
      },
      happenedAt: now,
    });
  });
}

import type { Connection } from '../connection.ts';

/** Saves what the owner of an account allows; null: it stays as it is. */
export async function saveAccountSettings(
  connection: Connection,
  accountId: string,
  settings: { sharesPublic: boolean | null; showsPrivateChats: boolean | null },
): Promise<void> {
  await connection.query(
    `UPDATE accounts SET shares_public = coalesce($2, shares_public),
       shows_private_chats = coalesce($3, shows_private_chats)
     WHERE account_id = $1`,
    [accountId, settings.sharesPublic, settings.showsPrivateChats],
  );
}

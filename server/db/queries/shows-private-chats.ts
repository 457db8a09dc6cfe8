import type { Connection } from '../connection.ts';

/** Whether the owner of an account wants its private talks listed to them; false for what is not there. */
export async function showsPrivateChats(connection: Connection, accountId: string): Promise<boolean> {
  const [row] = await connection.query<{ shows_private_chats: boolean }>(
    "SELECT shows_private_chats FROM accounts WHERE account_id = $1 AND state = 'active'",
    [accountId],
  );
  return row?.shows_private_chats ?? false;
}

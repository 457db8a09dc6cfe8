import type { Connection } from '../connection.ts';

/** Makes sure that the session of the environment, known by its key, has an account. */
export async function addOperatorAccount(
  connection: Connection,
  account: { keyId: string; dcId: number; now: Date },
): Promise<void> {
  await connection.query(
    `INSERT INTO accounts (kind, key_id, dc_id, created_at) VALUES ('operator', $1, $2, $3)
     ON CONFLICT DO NOTHING`,
    [account.keyId, account.dcId, account.now],
  );
}

/** Makes sure that the bot has an account, which somebody can hold and log in. */
export async function addBotAccount(
  connection: Connection,
  account: { telegramUserId: string; now: Date },
): Promise<void> {
  await connection.query(
    `INSERT INTO accounts (kind, telegram_user_id, created_at) VALUES ('bot', $1, $2)
     ON CONFLICT DO NOTHING`,
    [account.telegramUserId, account.now],
  );
}

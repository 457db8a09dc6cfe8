import { z } from 'zod';
import type { BotApiClient } from './client.ts';
import { BotApiError, BotApiUnreachableError } from './errors.ts';

const memberSchema = z.looseObject({ status: z.string() });

/**
 * How somebody administers a chat in which the bot is an administrator, as Telegram says now; null: they do not, or the
 * bot may not see it. Throws `BotApiError` for what patience or an operator mends, and `BotApiUnreachableError`.
 */
export async function fetchAdminRole(
  client: Pick<BotApiClient, 'call'>,
  chatId: string,
  userId: string,
): Promise<'creator' | 'administrator' | null> {
  try {
    const parsed = memberSchema.safeParse(
      await client.call('getChatMember', { chat_id: chatId, user_id: userId }),
    );
    if (!parsed.success) throw new BotApiUnreachableError('getChatMember', 'its answer has another shape');
    const { status } = parsed.data;
    return status === 'creator' || status === 'administrator' ? status : null;
  } catch (error) {
    if (error instanceof BotApiError && (error.errorCode === 400 || error.errorCode === 403)) return null;
    throw error;
  }
}

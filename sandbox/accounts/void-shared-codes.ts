import type { MessageBook } from '#sandbox/bot-api/message-book.ts';
import type { World } from '#sandbox/world/world.ts';
import type { Accounts } from './accounts.ts';

/**
 * Voids a login code as soon as its owner sends it to anybody in a chat, however it is spaced: Telegram does so
 * against thieves of codes. Returns how to stop.
 */
export function voidSharedCodes(
  book: Pick<MessageBook, 'onEvent'>,
  world: World,
  accounts: Accounts,
): () => void {
  return book.onEvent((event) => {
    if (event.kind !== 'message' || String(event.message.from?.id) !== event.userId) return;
    const digits = (event.message.text ?? '').replace(/\D/g, '');
    for (const { code, hash } of accounts.codes.list(world.user(event.userId)?.phone ?? '')) {
      if (digits.includes(code)) accounts.codes.void(hash);
    }
  });
}

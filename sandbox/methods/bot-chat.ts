import type { BoxMessage } from '#sandbox/accounts/common-boxes.ts';
import type { TlObject } from '#sandbox/tl/tl-object.ts';
import { pageHistory } from '#sandbox/world/page-history.ts';
import type { HistoryRequest, WorldUser } from '#sandbox/world/world.ts';
import { buildUsers } from './build/build-page.ts';
import { buildBoxMessage } from './common-difference.ts';
import type { UserCall } from './method.ts';

/** A bot the caller has messages with, and the newest of them. */
export interface BotChat {
  bot: WorldUser;
  top: BoxMessage;
}

/** One page of what the caller and a bot wrote to each other, newest first; people have no messages with people. */
export function getBotHistory(
  { world, accounts, caller }: UserCall,
  user: WorldUser,
  request: HistoryRequest,
): TlObject {
  const all = accounts.boxes.chat(caller.id, user.id);
  const page = pageHistory(all, request);
  const isWhole = page.length === all.length;
  return {
    _: isWhole ? 'messages.messages' : 'messages.messagesSlice',
    ...(isWhole ? {} : { count: all.length }),
    messages: page.map(buildBoxMessage),
    topics: [],
    chats: [],
    users: page.length === 0 ? [] : buildUsers(world, caller.id, new Set([caller.id, user.id])),
  };
}

/** The caller's chats with bots. Telegram's own notices are no chat here: they come by differences alone. */
export function listBotChats({ world, accounts, caller }: UserCall): BotChat[] {
  return accounts.boxes.chatIds(caller.id).flatMap((chatId) => {
    const bot = world.user(chatId);
    const top = accounts.boxes.chat(caller.id, chatId).at(-1);
    return bot === null || top === undefined ? [] : [{ bot, top }];
  });
}

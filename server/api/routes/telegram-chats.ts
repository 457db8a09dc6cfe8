import { z } from 'zod';
import { type ChatMessages, chatIdSchema, chatListQuery, chatMessagesQuery } from '#contract/chat.ts';
import { toEtag } from '../etag.ts';
import { askOwnAccount } from '../own-account.ts';
import { RequestProblem } from '../request-problem.ts';
import { type Route, viewerRoute } from './route.ts';
import { accountQuerySchema } from './telegram-session.ts';

const listQuerySchema = accountQuerySchema.extend(chatListQuery);
const messagesQuerySchema = accountQuerySchema.extend(chatMessagesQuery);

/** The channels and groups of the account; private talks only where its owner switched them on. */
const getChats = viewerRoute(
  { method: 'GET', path: '/telegram/chats', query: listQuerySchema },
  async (context, { viewer }, { query }) => {
    const { account_id: accountId, ...page } = query;
    const body = await askOwnAccount(context, viewer.viewerId, accountId, (account) =>
      context.accounts.listChats(account, page),
    );
    return { status: 200, body };
  },
);

/**
 * Messages of a chat that the account sees, newest first. A chat of somebody else, one that is not there and one that may
 * not be shown are all not found.
 */
const getMessages = viewerRoute(
  { method: 'GET', path: '/telegram/chats/:id/messages', query: messagesQuerySchema },
  async (context, { viewer }, { query, params }) => {
    const chatId = z.safeParse(chatIdSchema, params.id);
    if (!chatId.success) throw new RequestProblem('chat-not-found');
    const { account_id: accountId, ...range } = query;
    const body = await askOwnAccount(context, viewer.viewerId, accountId, (account) =>
      context.accounts.readChat(account, chatId.data, range),
    );
    return { status: 200, body, etag: tagOf(body) };
  },
);

/** New, edited and deleted messages change it; counters, which move all the time, do not. */
function tagOf({ chat, messages, next_before }: ChatMessages): string {
  return toEtag([chat.id, next_before, messages.map(({ id, edit_date }) => [id, edit_date])]);
}

export const telegramChatRoutes: readonly Route[] = [getChats, getMessages];

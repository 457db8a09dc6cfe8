import { Router } from 'express';
import { z } from 'zod';
import type { ChannelId } from '#contract/channel-id.ts';
import {
  chatIdSchema,
  chatListQuery,
  chatListSchema,
  chatMessagesQuery,
  chatMessagesSchema,
} from '#contract/chat.ts';
import type { Connection } from '#server/db/connection.ts';
import { saveMetChannels } from '#server/db/queries/save-met-channels.ts';
import { showsPrivateChats } from '#server/db/queries/shows-private-chats.ts';
import { parseChannelId } from '#server/ids.ts';
import { type Asker, createDialogLists } from '../chats/dialog-lists.ts';
import { listChats } from '../chats/list-chats.ts';
import { readChat } from '../chats/read-chat.ts';
import type { Source } from '../sessions/source.ts';
import type { Dialog } from '../telegram/build-dialogs.ts';
import { askedAccountSchema, type HeldAccounts, withAccount } from './account-source.ts';
import { parse } from './parse.ts';
import { GatewayProblem } from './problem.ts';

export interface ChatRoutesDependencies {
  database: Connection;
  accounts: HeldAccounts;
  now(): Date;
}

const viewer = { viewer_id: z.string() };
const listQuerySchema = z.strictObject({ ...viewer, ...chatListQuery });
const messagesQuerySchema = z.strictObject({ ...viewer, ...chatMessagesQuery });

/**
 * The chats of an account and their messages, for its owner alone, live from Telegram. Nothing of them is stored but how
 * the account reaches a channel that its owner tracks here.
 */
export function createChatRoutes({ database, accounts, now }: ChatRoutesDependencies): Router {
  const router = Router();
  const lists = createDialogLists(now, {
    onRead: ({ source }, dialogs) =>
      saveMetChannels(database, source.accountId, dialogs.flatMap(channelOf), now()),
    async isWanted(asker) {
      const { accountId, epoch } = asker.source;
      if (accounts.source(accountId)?.epoch !== epoch) return false;
      return !asker.showsPrivateChats || (await showsPrivateChats(database, accountId));
    },
  });
  const askerOf = async (source: Source): Promise<Asker> => ({
    source,
    showsPrivateChats: await showsPrivateChats(database, source.accountId).catch((error: unknown) => {
      throw new GatewayProblem('temporarily-unavailable', { retryAfterSeconds: 5 }, error);
    }),
  });

  router.get('/:accountId/chats', async (request, response) => {
    const { viewer_id: viewerId, after = null, limit } = parse(listQuerySchema, request.query);
    const asked = parse(askedAccountSchema, { accountId: request.params.accountId, viewerId });
    const list = await withAccount(accounts, asked, async (source) =>
      listChats(lists, await askerOf(source), { after, limit }),
    );
    if (list === null) throw new GatewayProblem('chat-unknown');
    response.json(chatListSchema.parse(list));
  });

  router.get('/:accountId/chats/:chatId/messages', async (request, response) => {
    const { viewer_id: viewerId, limit, before = 0, since = 0 } = parse(messagesQuerySchema, request.query);
    const asked = parse(askedAccountSchema, { accountId: request.params.accountId, viewerId });
    const chatId = parse(chatIdSchema, request.params.chatId);
    const messages = await withAccount(accounts, asked, async (source) =>
      readChat(lists, await askerOf(source), chatId, { before, since, limit }),
    );
    if (messages === null) throw new GatewayProblem('chat-unknown');
    response.json(chatMessagesSchema.parse(messages));
  });
  return router;
}

/** How the account of the list reaches it, where it is a channel. */
function channelOf({ kind, peer }: Dialog): { channelId: ChannelId; accessHash: string }[] {
  const channelId = kind === 'channel' && peer.kind === 'channel' ? parseChannelId(peer.channelId) : null;
  return channelId === null || peer.kind !== 'channel' ? [] : [{ channelId, accessHash: peer.accessHash }];
}

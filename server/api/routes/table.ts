import { putChannelMtproto } from './channel-mtproto.ts';
import { getChannelReport } from './channel-report.ts';
import { getChannels } from './channels.ts';
import { getConfig } from './config.ts';
import { operatorRoutes } from './operator.ts';
import type { Route } from './route.ts';
import { deleteSession, postSession } from './session.ts';
import { telegramAuthRoutes } from './telegram-auth.ts';
import { telegramChatRoutes } from './telegram-chats.ts';
import { telegramSessionRoutes } from './telegram-session.ts';
import { getMe } from './users-me.ts';

/** Every route there is. The test of authorizations is made from this table and fails for a route it has no cells for. */
export const routes: readonly Route[] = [
  ...[getConfig, postSession, deleteSession, getMe],
  ...[getChannels, getChannelReport, putChannelMtproto],
  ...telegramAuthRoutes,
  ...telegramSessionRoutes,
  ...telegramChatRoutes,
  ...operatorRoutes,
];

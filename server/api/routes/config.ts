import type { MiniAppConfig } from '#contract/mini-app-config.ts';
import { noQuery } from './no-query.ts';
import { openRoute } from './route.ts';

/** What the Mini App must know before it has a session. */
export const getConfig = openRoute(
  { method: 'GET', path: '/config', query: noQuery },
  async ({ miniAppHosts, isRealTelegram, loadBotUsername }) => {
    const botUsername = await loadBotUsername();
    const botLink = isRealTelegram && botUsername !== null ? `https://t.me/${botUsername}` : null;
    const body: MiniAppConfig = { miniAppHosts, botUsername, botLink };
    return { status: 200, body, publicForSeconds: botUsername === null ? 5 : 300 };
  },
);

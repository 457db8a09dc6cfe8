import { randomBytes } from 'node:crypto';
import { chatInstance } from '#sandbox/bot-api/chat-instance.ts';
import type { BotApiContext } from '#sandbox/bot-api/context.ts';
import type { WorldUser } from '#sandbox/world/world.ts';
import { effectiveMenuButton } from './chat-settings.ts';
import type { InitDataKey } from './init-data-key.ts';
import { signInitData } from './sign-init-data.ts';
import { type ThemeName, themeParams } from './theme-params.ts';

/** From where a Mini App is opened decides what its init data holds, as in Telegram. */
export type LaunchSource =
  /** The menu button, or an inline button with `web_app`: a `query_id`. */
  | { kind: 'button'; url: string }
  /** A button of the reply keyboard: no user in the init data; it answers by data to the bot. */
  | { kind: 'keyboard-button'; url: string }
  /** `t.me/<bot>?startapp=…`: a chat instance and the start parameter, null for none. */
  | { kind: 'link'; startParameter: string | null };

export interface Launch {
  /** Address of the frame, init data and launch parameters in its fragment. */
  url: string;
  initData: string;
}

/** The newest version of the Mini App interface that the page speaks. */
export const miniAppVersion = '9.1';

export interface MiniAppLauncher {
  /** null: the bot has no Mini App yet (no menu button and no main Mini App). */
  open(user: WorldUser, source: LaunchSource, theme: ThemeName): Launch | null;
  publicKeyHex: string;
}

/** `mainUrl` is the Mini App of `?startapp=` links; without one the menu button's is taken. */
export function createMiniAppLauncher(
  context: BotApiContext,
  botToken: string,
  key: InitDataKey,
  mainUrl: () => string | null,
): MiniAppLauncher {
  function addressOf(user: WorldUser, source: LaunchSource): string | null {
    if (source.kind !== 'link') return source.url;
    const menu = effectiveMenuButton(context.store, user.id);
    return mainUrl() ?? (menu.type === 'web_app' ? menu.web_app.url : null);
  }

  function fieldsOf(user: WorldUser, source: LaunchSource): Record<string, string> {
    const authDate = { auth_date: String(Math.floor(context.now())) };
    const person = { user: buildUserField(user, context.store.chat(user.id).hasStarted) };
    if (source.kind === 'keyboard-button') return authDate;
    if (source.kind === 'button')
      return { query_id: `AAH${randomBytes(13).toString('base64url')}`, ...person, ...authDate };
    return {
      ...person,
      chat_instance: chatInstance(context.bot.id, user.id),
      chat_type: 'sender',
      ...(source.startParameter !== null && { start_param: source.startParameter }),
      ...authDate,
    };
  }

  return {
    publicKeyHex: key.publicKeyHex,
    open(user, source, theme) {
      const address = addressOf(user, source);
      if (address === null) return null;
      const initData = signInitData(fieldsOf(user, source), botToken, key);
      const url = new URL(address);
      if (source.kind === 'link' && source.startParameter !== null) {
        url.searchParams.set('tgWebAppStartParam', source.startParameter);
      }
      url.hash = [
        `tgWebAppData=${encodeURIComponent(initData)}`,
        `tgWebAppVersion=${miniAppVersion}`,
        'tgWebAppPlatform=web',
        `tgWebAppThemeParams=${encodeURIComponent(JSON.stringify(themeParams[theme]))}`,
      ].join('&');
      return { url: url.href, initData };
    },
  };
}

/** Telegram's server writes JSON with escaped slashes and an empty last name. */
function buildUserField(user: WorldUser, hasStarted: boolean): string {
  const field = {
    id: Number(user.id),
    first_name: user.firstName,
    last_name: user.lastName ?? '',
    ...(user.username !== null && { username: user.username }),
    language_code: user.languageCode,
    ...(user.isPremium && { is_premium: true }),
    ...(hasStarted && { allows_write_to_pm: true }),
  };
  return JSON.stringify(field).replaceAll('/', '\\/');
}

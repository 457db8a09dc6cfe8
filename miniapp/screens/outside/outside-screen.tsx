import { AppRoot, Placeholder } from '@telegram-apps/telegram-ui';
import { type ReactElement, useEffect, useState } from 'react';
import type { MiniAppConfig } from '#contract/mini-app-config.ts';
import { useText } from '../../text.ts';

interface OutsideScreenProps {
  /** True: Telegram opened us, but without saying for whom (from a keyboard button, for example). */
  isInTelegram: boolean;
  loadConfig(): Promise<MiniAppConfig>;
}

/** What somebody sees who did not come from Telegram: which bot to come from, and a link there where t.me has one. */
export function OutsideScreen({ isInTelegram, loadConfig }: OutsideScreenProps): ReactElement {
  const { say } = useText();
  const [bot, setBot] = useState<Pick<MiniAppConfig, 'botUsername' | 'botLink'> | null>(null);
  useEffect(() => {
    loadConfig().then(setBot, () => {
      // Without the bot's name the page still says what to do; it only has no link.
    });
  }, [loadConfig]);
  const key = isInTelegram ? 'app-no-init-data' : 'app-outside';
  return (
    <AppRoot platform="ios">
      <main className="page page-centred" data-testid="outside">
        <Placeholder
          header={<h1 className="placeholder-title">{say(`${key}-title`)}</h1>}
          description={say(`${key}-text`)}
          action={
            bot === null || bot.botUsername === null ? undefined : bot.botLink === null ? (
              <strong>@{bot.botUsername}</strong>
            ) : (
              <a className="link-button" href={bot.botLink}>
                {say('app-open-bot', { bot: `@${bot.botUsername}` })}
              </a>
            )
          }
        >
          <span className="outside-mark" aria-hidden="true">
            <i />
            <i />
            <i />
            <i />
          </span>
        </Placeholder>
      </main>
    </AppRoot>
  );
}

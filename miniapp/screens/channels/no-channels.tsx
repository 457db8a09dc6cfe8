import { Placeholder } from '@telegram-apps/telegram-ui';
import { type ReactElement, useEffect, useState } from 'react';
import { useServices } from '../../app.tsx';
import { openInTelegram } from '../../telegram/client.ts';
import { useText } from '../../text.ts';

/** An empty list teaches how to fill it. */
export function NoChannels(): ReactElement {
  const { say } = useText();
  const { loadConfig } = useServices();
  const [botUsername, setBotUsername] = useState<string | null>(null);
  useEffect(() => {
    loadConfig().then(
      (config) => setBotUsername(config.botUsername),
      () => {
        // The text says what to send; only the button to the chat is missing.
      },
    );
  }, [loadConfig]);
  return (
    <div data-testid="no-channels">
      <Placeholder
        header={say('app-empty-title')}
        description={say('app-empty-text')}
        action={
          <div className="actions">
            <ol className="teaching">
              {['link', 'name', 'command'].map((way) => (
                <li key={way}>
                  <code>{say(`app-empty-example-${way}`)}</code>
                </li>
              ))}
            </ol>
            {botUsername !== null && (
              <button
                type="button"
                className="link-button"
                onClick={() => openInTelegram(`https://t.me/${botUsername}`)}
              >
                {say('app-open-bot', { bot: `@${botUsername}` })}
              </button>
            )}
          </div>
        }
      />
    </div>
  );
}

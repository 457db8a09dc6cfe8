import type { ReactElement } from 'react';
import type { ChannelReport } from '#contract/channel.ts';
import { openInTelegram } from '../../telegram/client.ts';
import { useText } from '../../text.ts';
import { ChannelAvatar } from '../../ui/channel-avatar.tsx';

/** Who the screen is about, with the way to the channel itself. */
export function ChannelHead({ channel }: { channel: ChannelReport['channel'] }): ReactElement {
  const { say } = useText();
  const { channelId, title, username, state } = channel;
  const address = `https://t.me/${username}`;
  return (
    <header className="channel-head">
      <ChannelAvatar channelId={channelId} title={title} />
      <div className="channel-head-names">
        <h1>
          <bdi>{title}</bdi>
        </h1>
        {username !== null && (
          <a
            href={address}
            target="_blank"
            rel="noreferrer"
            onClick={(event) => {
              event.preventDefault();
              openInTelegram(address);
            }}
          >
            @{username}
          </a>
        )}
        {state !== 'active' && <span className="hint">{say(`app-state-${state}`)}</span>}
      </div>
    </header>
  );
}

import type { ReactElement } from 'react';
import type { ChannelId } from '#contract/channel-id.ts';
import { colourIndexOf, initialsOf } from './initials.ts';

interface ChannelAvatarProps {
  channelId: ChannelId;
  title: string;
}

/** A round with the channel's initials, in the colour Telegram gives to names. Decoration: the title stands beside it. */
export function ChannelAvatar({ channelId, title }: ChannelAvatarProps): ReactElement {
  return (
    <span className={`avatar avatar-${colourIndexOf(channelId)}`} aria-hidden="true">
      {initialsOf(title)}
    </span>
  );
}

import type { ReactElement } from 'react';
import { Link } from 'wouter';
import type { ChannelSummary } from '#contract/channel.ts';
import { formatAge } from '#format/age.ts';
import { shortFigure } from '../../figure-text.ts';
import { useText } from '../../text.ts';
import { ChannelAvatar } from '../../ui/channel-avatar.tsx';
import { Sparkline } from '../../ui/sparkline.tsx';
import { HistoryProgress } from '../history-progress.tsx';

/** One channel of the list: name and subscribers, then the reach of its posts and how fresh all that is. */
export function ChannelRow({ channel }: { channel: ChannelSummary }): ReactElement {
  const { say, language, timeZone } = useText();
  const { channelId, title, subscribers, medianReach, history, capturedAt, recentViews, state } = channel;
  const age = capturedAt === null ? null : formatAge(new Date(capturedAt), new Date(), language, timeZone);
  return (
    <Link
      className="channel-row"
      href={`/channels/${channelId}`}
      state={{ isFromList: true }}
      data-testid={`channel-${channelId}`}
    >
      <ChannelAvatar channelId={channelId} title={title} />
      <span className="channel-row-lines">
        <span className="channel-row-line">
          <bdi className="channel-row-title">{title}</bdi>
          <span className="number">
            {shortFigure(subscribers, 'count', language)}
            <span className="visually-hidden"> {say('app-subscribers-after-number')}</span>
          </span>
        </span>
        {history.kind !== 'queued' && history.kind !== 'reading' ? (
          <span className="channel-row-line hint">
            <span className="channel-row-reach">
              <Sparkline values={recentViews} />
              {say('app-row-reach', { reach: shortFigure(medianReach, 'count', language) })}
            </span>
            <span>{state === 'active' ? age : say(`app-state-${state}`)}</span>
          </span>
        ) : (
          <span className="hint">
            <HistoryProgress history={history} />
          </span>
        )}
      </span>
    </Link>
  );
}

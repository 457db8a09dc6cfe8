import { Section } from '@telegram-apps/telegram-ui';
import type { ReactElement } from 'react';
import type { ChannelReport } from '#contract/channel.ts';
import { formatDate } from '#format/date.ts';
import { formatNumber } from '#format/number.ts';
import { openInTelegram } from '../../telegram/client.ts';
import { useText } from '../../text.ts';
import { SectionHead } from '../../ui/section-head.tsx';

/** The post of the period with the most views; a tap opens it in Telegram where the channel has a name. */
export function BestPost({ report }: { report: ChannelReport }): ReactElement | null {
  const { say, language, timeZone } = useText();
  const { bestPost, channel } = report;
  if (bestPost === null) return null;
  const { postId, excerpt, publishedAt, views } = bestPost;
  const body = (
    <>
      <span className="best-post-text">
        <bdi>{excerpt === '' ? say('app-post-without-text', { postId }) : excerpt}</bdi>
        <span className="hint">{formatDate(new Date(publishedAt), language, timeZone, new Date())}</span>
      </span>
      <span className="number">{formatNumber(views, language)}</span>
    </>
  );
  return (
    <Section header={<SectionHead>{say('app-best-post')}</SectionHead>}>
      {channel.username === null ? (
        <div className="figure-row">{body}</div>
      ) : (
        <button
          type="button"
          className="figure-row"
          onClick={() => openInTelegram(`https://t.me/${channel.username}/${postId}`)}
        >
          {body}
        </button>
      )}
    </Section>
  );
}

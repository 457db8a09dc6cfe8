import { Section } from '@telegram-apps/telegram-ui';
import { type ReactElement, useMemo, useState } from 'react';
import { describeViewsByPost } from '#charts/views-by-post.ts';
import type { ChannelReport } from '#contract/channel.ts';
import { formatAxisNumber } from '#format/axis-number.ts';
import { formatDate, formatTime } from '#format/date.ts';
import { formatNumber, unknown } from '#format/number.ts';
import { Plot } from '../../charts/plot.tsx';
import { useAppearance } from '../../telegram/client.ts';
import { useText } from '../../text.ts';
import { ChartLegend } from './chart-legend.tsx';
import { PostsTable } from './posts-table.tsx';
import { spanText } from './provenance-rows.ts';

const height = 220;

/** The views of each post as a chart, and the same numbers as a table. */
export function ViewsByPost({ report }: { report: ChannelReport }): ReactElement {
  const text = useText();
  const { say, language, timeZone } = text;
  const appearance = useAppearance();
  const [place, setPlace] = useState<number | null>(null);
  const [isTable, setIsTable] = useState(false);
  const description = useMemo(() => describeViewsByPost(report), [report]);
  const { viewsByPost, window } = report;
  const posts = viewsByPost.postIds.length;
  const now = new Date();
  const shownAt = (second: number): string => formatDate(new Date(second * 1_000), language, timeZone, now);
  return (
    <Section
      header={
        <header className="chart-head">
          <h2>{say('app-chart-views-by-post')}</h2>
          <span className="hint">{spanText(window, text, now)}</span>
        </header>
      }
    >
      {posts === 0 ? (
        <p className="chart-empty hint">{say('app-chart-empty')}</p>
      ) : (
        <div className="chart-body">
          <ChartLegend
            description={description}
            point={place === null || place >= posts ? null : pointText(place)}
          />
          <Plot
            description={description}
            height={height}
            appearance={appearance}
            label={say('app-chart-label', { posts: formatNumber(posts, language), postsCount: posts })}
            formatValue={(value) => formatAxisNumber(value, language)}
            formatSecond={shownAt}
            onPoint={setPlace}
          />
          <button
            type="button"
            className="text-button"
            aria-expanded={isTable}
            onClick={() => setIsTable(!isTable)}
          >
            {say(isTable ? 'app-hide-table' : 'app-show-table')}
          </button>
          {isTable && <PostsTable report={report} />}
        </div>
      )}
    </Section>
  );

  function pointText(at: number): string {
    const second = viewsByPost.publishedAt[at] ?? 0;
    const count = viewsByPost.views[at] ?? null;
    const views = count === null ? unknown : formatNumber(count, language);
    const time = formatTime(new Date(second * 1_000), timeZone);
    const key = viewsByPost.isSharedRepost[at] === true ? 'app-point-repost' : 'app-point';
    return say(key, { date: shownAt(second), time, views, viewsCount: count ?? 0 });
  }
}

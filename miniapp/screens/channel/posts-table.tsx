import { type ReactElement, useState } from 'react';
import type { ChannelReport } from '#contract/channel.ts';
import { formatDate, formatTime } from '#format/date.ts';
import { formatNumber, unknown } from '#format/number.ts';
import { useText } from '../../text.ts';

/** More rows at once make a phone wait. */
const pageRows = 100;

/** The numbers of the chart, newest first. */
export function PostsTable({ report }: { report: ChannelReport }): ReactElement {
  const { say, language, timeZone } = useText();
  const [shown, setShown] = useState(pageRows);
  const { postIds, publishedAt, views, isSharedRepost } = report.viewsByPost;
  const places = postIds.map((_, place) => place).reverse();
  const left = places.length - shown;
  return (
    <>
      <table className="posts" data-testid="posts-table">
        <thead>
          <tr>
            <th scope="col">{say('app-table-post')}</th>
            <th scope="col">{say('app-table-published')}</th>
            <th scope="col" className="cell-number">
              {say('app-table-views')}
            </th>
          </tr>
        </thead>
        <tbody>
          {places.slice(0, shown).map((place) => {
            const at = new Date((publishedAt[place] ?? 0) * 1_000);
            const count = views[place] ?? null;
            return (
              <tr key={postIds[place]}>
                <td>{postIds[place]}</td>
                <td>
                  {say('app-instant', {
                    date: formatDate(at, language, timeZone, new Date()),
                    time: formatTime(at, timeZone),
                  })}
                </td>
                <td className="cell-number number">
                  {isSharedRepost[place] === true && (
                    <abbr title={say('app-series-shared-reposts')} className="repost-mark">
                      ↪
                    </abbr>
                  )}
                  {count === null ? unknown : formatNumber(count, language)}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
      {left > 0 && (
        <button type="button" className="text-button" onClick={() => setShown(shown + pageRows)}>
          {say('app-table-more', { posts: formatNumber(Math.min(left, pageRows), language) })}
        </button>
      )}
    </>
  );
}

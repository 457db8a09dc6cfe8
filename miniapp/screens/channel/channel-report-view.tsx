import { List, Section } from '@telegram-apps/telegram-ui';
import { type ReactElement, useState } from 'react';
import type { ChannelReport, Period } from '#contract/channel.ts';
import { formatAge } from '#format/age.ts';
import { formatNumber } from '#format/number.ts';
import { type Text, useText } from '../../text.ts';
import { ProblemBanner } from '../../ui/problem-banner.tsx';
import { SectionHead } from '../../ui/section-head.tsx';
import { StillTrying } from '../../ui/still-trying.tsx';
import { HistoryProgress } from '../history-progress.tsx';
import { BestPost } from './best-post.tsx';
import { ChannelHead } from './channel-head.tsx';
import { FigureRow } from './figure-row.tsx';
import { HeadlineTiles } from './headline-tiles.tsx';
import { PeriodSwitch } from './period-switch.tsx';
import { ProvenanceSheet } from './provenance-sheet.tsx';
import { detailFigures, last10Figures, type ShownFigure } from './report-figures.ts';
import { ViewsByPost } from './views-by-post.tsx';

interface ChannelReportViewProps {
  report: ChannelReport;
  period: Period;
  /** Why newer figures, or those of the period chosen last, did not come; null: they did, or are on their way. */
  error: unknown;
  onPeriod: (period: Period) => void;
  onRetry: () => void;
}

/** A channel's figures, from the headline down. */
export function ChannelReportView({
  report,
  period,
  error,
  onPeriod,
  onRetry,
}: ChannelReportViewProps): ReactElement {
  const text = useText();
  const isStale = report.period !== period;
  const [opened, setOpened] = useState<ShownFigure | null>(null);
  return (
    <main className="page" data-testid="channel" aria-busy={isStale && error === null}>
      <ChannelHead channel={report.channel} />
      <PeriodSwitch period={period} onChange={onPeriod} />
      {error !== null ? (
        <ProblemBanner error={error} onRetry={onRetry}>
          {isStale && text.say('app-kept-figures', { period: text.say(`app-period-${report.period}-label`) })}
        </ProblemBanner>
      ) : (
        isStale && <StillTrying className="banner" key={period} />
      )}
      {report.history.kind !== 'complete' && (
        <div className="banner">
          <HistoryProgress history={report.history} />
        </div>
      )}
      <div className={isStale ? 'report stale' : 'report'}>
        <HeadlineTiles report={report} onOpen={setOpened} />
        <p className="caption">{postSetText(report, text)}</p>
        <List>
          <ViewsByPost report={report} />
          <BestPost report={report} />
          <Section>
            {detailFigures(report).map((shown) => (
              <FigureRow shown={shown} onOpen={setOpened} key={shown.key} />
            ))}
          </Section>
          <Section
            header={<SectionHead>{text.say('app-last-10')}</SectionHead>}
            footer={<p className="section-footer">{text.say('app-last-10-footer')}</p>}
          >
            {last10Figures(report).map((shown) => (
              <FigureRow shown={shown} onOpen={setOpened} key={shown.key} />
            ))}
          </Section>
        </List>
        <p className="caption centred">{updatedText(report.capturedAt, text)}</p>
      </div>
      {opened !== null && <ProvenanceSheet shown={opened} report={report} onClose={() => setOpened(null)} />}
    </main>
  );
}

/** What all rates on the screen were made from. */
function postSetText({ postSet }: ChannelReport, { say, language }: Text): string {
  const key = postSet.kind === 'window' ? 'app-post-set-window' : 'app-post-set-newest';
  return say(key, { posts: formatNumber(postSet.n, language), postsCount: postSet.n });
}

function updatedText(capturedAt: string | null, { say, language, timeZone }: Text): string {
  if (capturedAt === null) return say('app-never-read');
  return say('app-updated', { age: formatAge(new Date(capturedAt), new Date(), language, timeZone) });
}

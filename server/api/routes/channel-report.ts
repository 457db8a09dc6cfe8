import { z } from 'zod';
import { periodSchema } from '#contract/channel.ts';
import { loadChannelReport } from '#server/reports/load-channel-report.ts';
import { RequestProblem } from '../request-problem.ts';
import { channelRoute } from './channel-route.ts';

const query = z.strictObject({ period: periodSchema.default('30d') });

/** Headline figures of one channel over a period, and the views of each post. */
export const getChannelReport = channelRoute(
  { method: 'GET', path: '/channels/:channelId/report', query },
  async (context, channelId, { period }) => {
    const report = await loadChannelReport(context.database, channelId, period, context.now());
    if (report === null) throw new RequestProblem('not-found');
    return { status: 200, body: report };
  },
);

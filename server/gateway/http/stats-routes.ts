import { Router } from 'express';
import { z } from 'zod';
import type { GatewayStatus } from '#server/gateway-client/gateway-answers.ts';
import {
  channelStatsSchema,
  messageStatsSchema,
  postsStatsSchema,
} from '#server/gateway-client/stats-answers.ts';
import { withDeadline } from '#server/process.ts';
import { explainFailure } from './explain-failure.ts';
import { type OpenChannel, type StatsDependencies, withChannel } from './open-channel.ts';
import { parse } from './parse.ts';
import { GatewayProblem } from './problem.ts';
import { readChannelStats } from './read-channel-stats.ts';
import { readMessageStats } from './read-message-stats.ts';
import { readPostsStats } from './read-posts-stats.ts';
import { rememberFullChannels } from './remember-full-channel.ts';

export interface StatsRoutesDependencies extends StatsDependencies {
  status(): GatewayStatus;
  connect(): Promise<void>;
  /** How long one answer may take in all; 20 s unless told otherwise. */
  deadlineMs?: number;
}

/** What Telegram is late with is given up; the connection is not, because others use it. */
const usualDeadlineMs = 20_000;

const nothingSchema = z.strictObject({});
const postsQuerySchema = z.strictObject({
  limit: z
    .string()
    .regex(/^([1-9]\d?|100)$/, 'must be a number from 1 to 100')
    .default('50')
    .transform(Number),
});
const messageParamsSchema = z.object({
  messageId: z
    .string()
    .regex(/^[1-9]\d{0,9}$/, 'must be the number of a message')
    .transform(Number)
    .refine((id) => id < 2 ** 31, 'must be the number of a message'),
});

/**
 * The figures of the older system's service side, live from Telegram through the operator's session. Nothing is stored
 * but what a name led to; the caller is the operator, so a private channel is shown when the session itself may see it.
 */
export function createStatsRoutes(dependencies: StatsRoutesDependencies): Router {
  const router = Router();
  const { now, deadlineMs = usualDeadlineMs } = dependencies;
  const readFull = rememberFullChannels(now);

  function answer<T>(chatId: string, work: (channel: OpenChannel) => Promise<T>): Promise<T> {
    const reading = withChannel(dependencies, chatId, work);
    // When the deadline comes first, the failure that follows it is nobody's any more.
    reading.catch(() => undefined);
    return withDeadline(reading, deadlineMs, 'stats').catch((error: unknown) => {
      throw explainFailure(error);
    });
  }

  router.get('/status', (request, response) => {
    parse(nothingSchema, request.query);
    response.json(dependencies.status());
  });
  router.post('/connect', async (request, response) => {
    parse(nothingSchema, request.query);
    parse(nothingSchema, request.body ?? {});
    await dependencies.connect();
    const status = dependencies.status();
    if (!status.connected) throw new GatewayProblem('no-session', { reason: status.reason ?? 'network' });
    response.json(status);
  });
  router.get('/channels/:chatId', async (request, response) => {
    parse(nothingSchema, request.query);
    const stats = await answer(request.params.chatId, (channel) => readChannelStats(channel, readFull, now));
    response.json(channelStatsSchema.parse(stats));
  });
  router.get('/channels/:chatId/messages/:messageId', async (request, response) => {
    parse(nothingSchema, request.query);
    const { messageId } = parse(messageParamsSchema, request.params);
    const stats = await answer(request.params.chatId, (channel) =>
      readMessageStats(channel, messageId, readFull, now),
    );
    response.json(messageStatsSchema.parse(stats));
  });
  router.get('/channels/:chatId/posts', async (request, response) => {
    const { limit } = parse(postsQuerySchema, request.query);
    const stats = await answer(request.params.chatId, (channel) =>
      readPostsStats(channel, limit, readFull, now),
    );
    response.json(postsStatsSchema.parse(stats));
  });
  return router;
}

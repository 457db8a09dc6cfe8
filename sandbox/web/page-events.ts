import type { ServerResponse } from 'node:http';
import type { BotApi } from '#sandbox/bot-api/bot-api.ts';

const heartbeatMs = 15_000;

/** Streams what happens in one person's chat as server-sent events, until the page goes away. */
export function streamEvents(botApi: BotApi, userId: string, response: ServerResponse): void {
  response.writeHead(200, {
    'content-type': 'text/event-stream',
    'cache-control': 'no-store',
    'x-accel-buffering': 'no',
  });
  response.write('retry: 1000\n\n');
  const forget = botApi.context.book.onEvent((event) => {
    // `*`: something about the bot itself changed for everybody.
    if (event.userId === userId || event.userId === '*') response.write(`data: ${JSON.stringify(event)}\n\n`);
  });
  // Only the place of a change is told; the page asks for what it shows.
  const forgetWorld = botApi.context.world.onEvent(({ channelId }) => {
    response.write(`data: ${JSON.stringify({ kind: 'channel', channelId })}\n\n`);
  });
  const heartbeat = setInterval(() => response.write(': still here\n\n'), heartbeatMs);
  heartbeat.unref();
  response.on('close', () => {
    clearInterval(heartbeat);
    forget();
    forgetWorld();
  });
}

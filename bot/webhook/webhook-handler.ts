/**
 * Where Telegram delivers. Not a route of a web framework: one bare handler checks the secret before it reads a byte of
 * the body, and answers 200 only after the update is committed. The body of every answer is empty, because Telegram
 * would execute a 2xx body as a call of the Bot API.
 */
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { InboxWriter } from '#server/inbox/inbox.ts';
import { parseUpdate } from '#server/inbox/update.ts';
import type { Log } from '#server/log.ts';
import { withDeadline } from '#server/process.ts';
import { equalSecrets } from '#server/secrets.ts';
import { readBody } from './read-body.ts';

/** The path below the api's prefix, which Caddy has taken off. */
export const webhookPath = '/telegram/webhook';

export interface WebhookDependencies {
  inbox: Pick<InboxWriter, 'store' | 'quarantine'>;
  secret: string;
  log: Log;
  /** Called with the status of every answer. */
  count?: (status: number) => void;
  /** How long the database may take to commit. */
  commitDeadlineMs?: number;
}

const bodyLimit = 1024 * 1024;
const defaultCommitDeadlineMs = 3_000;
/** Text that is not UTF-8 is no JSON. */
const utf8 = new TextDecoder('utf-8', { fatal: true });

/**
 * 404 elsewhere, 405 unless POST, 401 without the right secret, 413 over 1 MB, 503 when the update could not be
 * committed in time (Telegram delivers it again), else 200: also for what is no update, which goes into quarantine
 * instead of blocking what comes after it.
 */
export function createWebhookHandler(dependencies: WebhookDependencies): RequestListener {
  const { log, count } = dependencies;
  return (request, response) => {
    answer(request, response, dependencies).then(
      (status) => count?.(status),
      (error: unknown) => {
        log.error({ err: error }, 'the webhook failed');
        end(response, 500);
      },
    );
  };
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  { inbox, secret, log, commitDeadlineMs = defaultCommitDeadlineMs }: WebhookDependencies,
): Promise<number> {
  if ((request.url ?? '').split('?')[0] !== webhookPath) return end(response, 404);
  if (request.method !== 'POST') return end(response, 405, { allow: 'POST' });
  const given = request.headers['x-telegram-bot-api-secret-token'];
  if (typeof given !== 'string' || !equalSecrets(given, secret)) return end(response, 401);
  const body = await readBody(request, bodyLimit);
  if (body.kind === 'too-large') return end(response, 413, { connection: 'close' });
  if (body.kind === 'cut-off') return end(response, 400);
  try {
    await withDeadline(keep(body.bytes, inbox, log), commitDeadlineMs, 'storing an update');
  } catch (error) {
    log.error({ err: error }, 'an update could not be stored');
    return end(response, 503, { 'retry-after': '1' });
  }
  return end(response, 200);
}

async function keep(bytes: Buffer, inbox: WebhookDependencies['inbox'], log: Log): Promise<void> {
  const parsed = parseUpdate(decode(bytes));
  if (parsed.kind === 'update') return await inbox.store(parsed.update);
  log.warn({ problem: parsed.problem, size: bytes.length }, 'what Telegram sent is no update');
  await inbox.quarantine(bytes, parsed.problem);
}

function decode(bytes: Buffer): string {
  try {
    return utf8.decode(bytes);
  } catch {
    // Not UTF-8: the empty text is refused as "not JSON", and the bytes themselves are kept.
    return '';
  }
}

function end(response: ServerResponse, status: number, headers: Record<string, string> = {}): number {
  response.writeHead(status, { 'content-length': '0', ...headers });
  response.end();
  return status;
}

import { type Agent, type IncomingMessage, type RequestOptions, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';

export interface WebhookAnswer {
  /** 0: no answer at all. */
  status: number;
  /** What went wrong, in the words of getWebhookInfo; null for 2xx. */
  error: string | null;
  retryAfterSeconds: number;
  body: string;
  contentType: string;
}

export interface WebhookCall {
  url: string;
  /** Address to connect to instead of what the name says. */
  connectTo: string | null;
  secretToken: string | null;
  body: string;
  timeoutMs: number;
  agent: Agent;
  /** PEM of authorities to trust; empty: the usual ones. */
  ca: string[];
  signal: AbortSignal;
}

const maxAnswerBytes = 1 << 20;

/** Posts one update. Never rejects: every outcome is an answer. */
export function postWebhook(call: WebhookCall): Promise<WebhookAnswer> {
  return new Promise((resolve) => {
    const url = new URL(call.url);
    const isSecure = url.protocol === 'https:';
    const options: RequestOptions & { ca?: string[]; servername?: string } = {
      method: 'POST',
      host: call.connectTo ?? url.hostname.replace(/^\[|\]$/g, ''),
      port: url.port === '' ? (isSecure ? 443 : 80) : url.port,
      path: url.pathname + url.search,
      agent: call.agent,
      headers: {
        host: url.host,
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(call.body),
        ...(call.secretToken !== null && { 'x-telegram-bot-api-secret-token': call.secretToken }),
        ...(url.username !== '' && {
          authorization: `Basic ${Buffer.from(`${url.username}:${url.password}`).toString('base64')}`,
        }),
      },
      signal: call.signal,
      ...(isSecure && { servername: url.hostname, ...(call.ca.length > 0 && { ca: call.ca }) }),
    };
    const request = (isSecure ? requestHttps : requestHttp)(options, (response) => {
      void readAnswer(response).then((answer) => {
        clearTimeout(timer);
        resolve(answer);
      });
    });
    const timer = setTimeout(() => {
      request.destroy();
      resolve(failure('Read timeout expired'));
    }, call.timeoutMs);
    request.on('error', (error: NodeJS.ErrnoException) => {
      clearTimeout(timer);
      resolve(failure(error.code === 'ECONNREFUSED' ? 'Connection refused' : 'Connection reset by peer'));
    });
    request.end(call.body);
  });
}

function failure(error: string): WebhookAnswer {
  return { status: 0, error, retryAfterSeconds: 0, body: '', contentType: '' };
}

function readAnswer(response: IncomingMessage): Promise<WebhookAnswer> {
  return new Promise((resolve) => {
    const parts: Buffer[] = [];
    let size = 0;
    response.on('data', (part: Buffer) => {
      size += part.length;
      if (size <= maxAnswerBytes) parts.push(part);
    });
    response.on('error', () => resolve(failure('Connection reset by peer')));
    response.on('end', () => {
      const status = response.statusCode ?? 0;
      const isSuccess = status >= 200 && status <= 299;
      resolve({
        status,
        error: isSuccess
          ? null
          : `Wrong response from the webhook: ${status} ${response.statusMessage ?? ''}`,
        retryAfterSeconds: Math.max(0, Math.min(Number(response.headers['retry-after'] ?? 0) || 0, 3_600)),
        body: Buffer.concat(parts).toString('utf8'),
        contentType: response.headers['content-type'] ?? '',
      });
    });
  });
}

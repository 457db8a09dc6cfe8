import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One call that was heard, in order. */
export interface HeardCall {
  method: string;
  payload: Record<string, unknown>;
}

export interface ABotApi {
  root: string;
  heard: HeardCall[];
  /** The next call of this method is refused with this answer. */
  refuseNext(method: string, answer: { error_code: number; description: string; parameters?: object }): void;
  /** Calls of these methods, oldest first. */
  callsOf(...methods: string[]): HeardCall[];
  close(): Promise<void>;
}

/** A Bot API for tests: it writes down every call and answers as Telegram would; where the sandbox is too much. */
export async function aBotApi(options: { webhookUrl?: string; username?: string } = {}): Promise<ABotApi> {
  const heard: HeardCall[] = [];
  const refusals = new Map<string, object[]>();
  let messageId = 100;

  function resultOf({ method, payload }: HeardCall): unknown {
    switch (method) {
      case 'getMe':
        return {
          id: 42,
          is_bot: true,
          first_name: 'Pulse',
          username: options.username ?? 'pulse_bot',
          can_join_groups: true,
          can_read_all_group_messages: false,
          supports_inline_queries: false,
          can_connect_to_business: false,
          has_main_web_app: true,
        };
      case 'getWebhookInfo':
        return { url: options.webhookUrl ?? '', has_custom_certificate: false, pending_update_count: 0 };
      case 'sendMessage':
        messageId += 1;
        return {
          message_id: messageId,
          date: 1,
          chat: { id: payload.chat_id, type: 'private' },
          text: payload.text,
        };
      default:
        return true;
    }
  }

  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const method = (request.url ?? '').split('/').at(-1) ?? '';
      const call = { method, payload: JSON.parse(Buffer.concat(chunks).toString()) };
      heard.push(call);
      const refusal = refusals.get(method)?.shift();
      const answer = refusal === undefined ? { ok: true, result: resultOf(call) } : { ok: false, ...refusal };
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(JSON.stringify(answer));
    });
  });
  const port = await listen(server);
  return {
    root: `http://127.0.0.1:${port}`,
    heard,
    refuseNext: (method, answer) => refusals.set(method, [...(refusals.get(method) ?? []), answer]),
    callsOf: (...methods) => heard.filter(({ method }) => methods.includes(method)),
    close: () => close(server),
  };
}

/** Listens on a free port of loopback and returns it. */
export async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

export async function close(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise<void>((resolve) => server.close(() => resolve()));
}

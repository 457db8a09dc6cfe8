import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { afterEach, expect, it, vi } from 'vitest';
import { people } from '#sandbox/world/people.ts';
import { type BotApiUnderTest, startBotApi } from '../bot-api.test-client.ts';
import { listen } from '../listen.ts';

interface Received {
  at: number;
  updateId: number;
  text: string;
  secret: string | undefined;
}

/** A bot's webhook that answers as `respond` says and keeps what it got. */
async function startTarget(respond: (received: Received, response: ServerResponse, count: number) => void) {
  const got: Received[] = [];
  const server = createServer((request: IncomingMessage, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const update = JSON.parse(Buffer.concat(parts).toString()) as {
        update_id: number;
        message?: { text: string };
      };
      const received = {
        at: performance.now(),
        updateId: update.update_id,
        text: update.message?.text ?? '',
        secret: request.headers['x-telegram-bot-api-secret-token']?.toString(),
      };
      got.push(received);
      respond(received, response, got.length);
    });
  });
  const { root, close } = await listen(server, 0, '127.0.0.1');
  return { root, close, got };
}

const { owner, editor, viewer } = people;
let closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.toReversed()) await close();
  closers = [];
});

async function start(
  respond: (received: Received, response: ServerResponse, count: number) => void,
  timeFactor = 1,
): Promise<{ under: BotApiUnderTest; target: Awaited<ReturnType<typeof startTarget>> }> {
  const under = await startBotApi({ timeFactor });
  const target = await startTarget(respond);
  closers.push(() => under.close(), target.close);
  return { under, target };
}

function answer(response: ServerResponse, status: number, body = ''): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(body);
}

it('delivers with the secret, and counts any 2xx as received', async () => {
  const { under, target } = await start((_, response) => answer(response, 204));
  const set = await under.call('setWebhook', { url: `${target.root}/hook`, secret_token: 'S3cret_-' });
  expect(set).toEqual({ ok: true, result: true, description: 'Webhook was set' });
  under.api.people.send(owner.id, 'hello');
  await vi.waitFor(() => expect(target.got).toMatchObject([{ text: 'hello', secret: 'S3cret_-' }]), {
    timeout: 15_000,
  });
  await vi.waitFor(
    async () =>
      expect((await under.call('getWebhookInfo')).result).toMatchObject({
        pending_update_count: 0,
        max_connections: 40,
      }),
    { timeout: 15_000 },
  );
  expect(under.api.ledger.all()).toMatchObject([{ outcome: 'delivered', attempts: [{ status: 204 }] }]);
});

it('tries again at once, then after 2, 4 and 8 seconds of its clock', async () => {
  const timeFactor = 5;
  const { under, target } = await start(
    (_, response, count) => answer(response, count < 5 ? 500 : 200),
    timeFactor,
  );
  await under.call('setWebhook', { url: target.root });
  under.api.people.send(owner.id, 'again');
  await vi.waitFor(() => expect(target.got).toHaveLength(5), { timeout: 15_000 });
  const waits = target.got
    .slice(1)
    .map(({ at }, index) => ((at - (target.got[index]?.at ?? 0)) / 1_000) * timeFactor);
  expect(waits[0]).toBeLessThan(8);
  for (const [index, expected] of [2, 4, 8].entries()) {
    expect(waits[index + 1]).toBeGreaterThanOrEqual(expected * 0.95);
    expect(waits[index + 1]).toBeLessThan(expected + 8);
  }
  expect((await under.call('getWebhookInfo')).result).toMatchObject({
    last_error_message: 'Wrong response from the webhook: 500 Internal Server Error',
  });
});

it('keeps the order within a chat and lets other chats pass one that fails', async () => {
  const { under, target } = await start((received, response) => {
    answer(response, received.text.startsWith('bad') ? 500 : 200);
  });
  await under.call('setWebhook', { url: target.root });
  under.api.people.send(owner.id, 'bad');
  under.api.people.send(owner.id, 'behind it');
  under.api.people.send(editor.id, 'other chat');
  await vi.waitFor(() => expect(target.got.map(({ text }) => text)).toContain('other chat'), {
    timeout: 15_000,
  });
  expect(target.got.map(({ text }) => text)).not.toContain('behind it');
});

it('delivers every update once and in order per chat under parallel load', async () => {
  const { under, target } = await start((_, response) =>
    setTimeout(() => answer(response, 200), Math.random() * 5),
  );
  await under.call('setWebhook', { url: target.root, max_connections: 8 });
  const chats = [owner, editor, viewer];
  for (let i = 0; i < 60; i++)
    for (const person of chats) under.api.people.send(person.id, `${person.id} ${i}`);
  await vi.waitFor(() => expect(target.got).toHaveLength(180), { timeout: 10_000 });
  for (const person of chats) {
    const mine = target.got.filter(({ text }) => text.startsWith(person.id)).map(({ text }) => text);
    expect(mine).toEqual(Array.from({ length: 60 }, (_, i) => `${person.id} ${i}`));
  }
  expect(new Set(target.got.map(({ updateId }) => updateId)).size).toBe(180);
});

it('uses one connection until something succeeds', async () => {
  let open = 0;
  let most = 0;
  const { under, target } = await start((_, response) => {
    open++;
    most = Math.max(most, open);
    setTimeout(() => {
      open--;
      answer(response, 500);
    }, 20);
  });
  for (const person of [owner, editor, viewer]) under.api.people.send(person.id, 'x');
  await under.call('setWebhook', { url: target.root });
  await vi.waitFor(() => expect(target.got.length).toBeGreaterThanOrEqual(6), { timeout: 15_000 });
  expect(most).toBe(1);
});

it('drops an update when its time is over and goes on with the next', async () => {
  // A button press lives 150 s, a message a day: at 400 times the speed the press is over in under half a second.
  const { under, target } = await start(
    (received, response) => answer(response, received.text === 'next' ? 200 : 503),
    400,
  );
  under.api.people.start(owner.id);
  const keyboard = { inline_keyboard: [[{ text: 'Go', callback_data: 'go' }]] };
  const sent = await under.call('sendMessage', {
    chat_id: Number(owner.id),
    text: 'x',
    reply_markup: keyboard,
  });
  await under.call('getUpdates', { offset: -1 });
  under.api.context.updates.clear();
  await under.call('setWebhook', { url: target.root });
  void under.api.people.press(owner.id, (sent.result as { message_id: number }).message_id, 'go');
  await vi.waitFor(
    () => expect(under.api.ledger.all()).toMatchObject([{ kind: 'callback_query', outcome: 'dropped' }]),
    {
      timeout: 5_000,
    },
  );
  under.api.people.send(owner.id, 'next');
  await vi.waitFor(() => expect(target.got.at(-1)?.text).toBe('next'), { timeout: 15_000 });
});

it('carries out a method named in the answer, except those that ask or that change the webhook', async () => {
  const reply = JSON.stringify({ method: 'sendMessage', chat_id: Number(owner.id), text: 'by answer' });
  const forbidden = JSON.stringify({ method: 'deleteWebhook' });
  const { under, target } = await start((received, response) =>
    answer(response, 200, received.text === 'reply' ? reply : forbidden),
  );
  await under.call('setWebhook', { url: target.root });
  under.api.people.send(owner.id, 'reply');
  await vi.waitFor(() => expect(under.api.context.book.messages(owner.id).at(-1)?.text).toBe('by answer'), {
    timeout: 15_000,
  });
  under.api.people.send(owner.id, 'forbidden');
  await vi.waitFor(() => expect(under.api.ledger.all()).toHaveLength(2), { timeout: 15_000 });
  expect((await under.call('getWebhookInfo')).result).toMatchObject({ url: target.root });
});

it('resumes after a restart of the sandbox with what was not delivered', async () => {
  let isUp = false;
  const { under, target } = await start((_, response) => answer(response, isUp ? 200 : 500));
  await under.call('setWebhook', { url: target.root });
  under.api.people.send(owner.id, 'kept');
  await vi.waitFor(() => expect(target.got.length).toBeGreaterThan(0), { timeout: 15_000 });
  isUp = true;
  await under.restart();
  await vi.waitFor(() => expect(under.api.ledger.all()).toMatchObject([{ outcome: 'delivered' }]), {
    timeout: 15_000,
  });
});

it.each([
  ['https://example.com/hook', 'bad webhook: Failed to resolve host: the sandbox reaches this machine only'],
  ['http://example.com', 'bad webhook: An HTTPS URL must be provided for webhook'],
  ['ftp://127.0.0.1/', 'bad webhook: An HTTPS URL must be provided for webhook'],
  ['http://', 'bad webhook: invalid webhook URL specified'],
])('refuses the target %s', async (url, why) => {
  const { under } = await start((_, response) => answer(response, 200));
  expect(await under.call('setWebhook', { url })).toEqual({
    ok: false,
    error_code: 400,
    description: `Bad Request: ${why}`,
  });
});

it('refuses a secret with other characters', async () => {
  const { under, target } = await start((_, response) => answer(response, 200));
  expect((await under.call('setWebhook', { url: target.root, secret_token: 'ä' })).description).toBe(
    'Bad Request: secret token contains unallowed characters',
  );
});

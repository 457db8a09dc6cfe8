import { afterEach, describe, expect, it } from 'vitest';
import type { InboxUpdate } from '#server/inbox/update.ts';
import type { Log } from '#server/log.ts';
import type { Started } from '#server/process.ts';
import type { CallOptions } from '#server/telegram-bot-api/client.ts';
import { BotApiError } from '#server/telegram-bot-api/errors.ts';
import { type PollingDependencies, startPolling, WebhookElsewhereError } from './poll-updates.ts';

const silent: Log = { debug() {}, info() {}, warn() {}, error() {}, child: () => silent };
const started: Started[] = [];

afterEach(async () => {
  for (const polling of started.splice(0)) await polling.stop();
});

type Answer = unknown[] | Error;

/** A Bot API that gives these answers to getUpdates, then holds the question until it is given up. */
async function poll(
  answers: Answer[],
  changes: { url?: string; storeAll?: PollingDependencies['inbox']['storeAll'] } = {},
): Promise<{ asked: object[]; stored: InboxUpdate[]; quarantined: string[] }> {
  const asked: object[] = [];
  const stored: InboxUpdate[] = [];
  const quarantined: string[] = [];
  started.push(
    await startPolling({
      botApi: {
        getWebhookInfo: async () => ({ url: changes.url ?? '', pending_update_count: 0 }),
        call: (method, payload, options?: CallOptions) => {
          expect(method).toBe('getUpdates');
          asked.push(payload);
          const answer = answers.shift();
          if (answer instanceof Error) return Promise.reject(answer);
          if (answer !== undefined) return Promise.resolve(answer);
          return new Promise((_, reject) =>
            options?.signal?.addEventListener('abort', () => reject(new Error('given up'))),
          );
        },
      },
      inbox: {
        storeAll:
          changes.storeAll ??
          (async (updates) => {
            stored.push(...updates);
          }),
        quarantine: async (body) => {
          quarantined.push(body.toString());
        },
      },
      log: silent,
      retryPauseMs: 1,
    }),
  );
  return { asked, stored, quarantined };
}

const message = (updateId: number): object => ({
  update_id: updateId,
  message: { chat: { id: 5 }, from: { id: 5 } },
});

describe('polling', () => {
  it('asks for exactly the kinds of update it handles, and for what comes after the last one stored', async () => {
    const { asked, stored } = await poll([[message(7), message(8)], [message(3)]]);
    await expect.poll(() => asked.length).toBe(3);
    expect(stored.map(({ updateId }) => updateId)).toEqual([7, 8, 3]);
    expect(asked).toEqual(
      [0, 9, 9].map((offset) => ({
        offset,
        timeout: 25,
        limit: 100,
        allowed_updates: [
          ...['message', 'callback_query', 'channel_post', 'edited_channel_post'],
          ...['my_chat_member', 'chat_member', 'message_reaction_count'],
        ],
      })),
    );
  });

  it('does not confirm what the database did not take', async () => {
    let fails = 2;
    const taken: number[] = [];
    const { asked } = await poll([[message(7)], [message(7)], [message(7)]], {
      storeAll: async (updates) => {
        fails -= 1;
        if (fails >= 0) throw new Error('no database');
        taken.push(...updates.map(({ updateId }) => updateId));
      },
    });
    await expect.poll(() => asked.length).toBe(4);
    expect(asked.map((question) => 'offset' in question && question.offset)).toEqual([0, 0, 0, 8]);
    expect(taken).toEqual([7]);
  });

  it('goes on after refusals and answers of another shape', async () => {
    const { stored } = await poll([
      new BotApiError('getUpdates', 409, 'Conflict', null),
      ['nonsense'],
      [message(1)],
    ]);
    await expect.poll(() => stored.map(({ updateId }) => updateId)).toEqual([1]);
  });

  it('sets aside what is no update of a known kind', async () => {
    const { stored, quarantined } = await poll([[{ update_id: 1, news: {} }, message(2)]]);
    await expect.poll(() => stored.map(({ updateId }) => updateId)).toEqual([2]);
    expect(quarantined).toEqual(['{"update_id":1,"news":{}}']);
  });

  it('refuses to begin beside a webhook and leaves it alone', async () => {
    const refused = poll([], { url: 'https://example.org/hook' });
    await expect(refused).rejects.toThrow(WebhookElsewhereError);
    await expect(refused).rejects.toThrow(
      'This bot has a webhook at https://example.org/hook, so it cannot poll. Delete it with "npm run cli -- delete-webhook", or set TELEGRAM_WEBHOOK_URL to use a webhook here.',
    );
  });
});

import { createServer } from 'node:http';
import { Bot, GrammyError, InlineKeyboard, webhookCallback } from 'grammy';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { people } from '#sandbox/world/people.ts';
import { type BotApiUnderTest, startBotApi } from './bot-api.test-client.ts';
import { listen } from './listen.ts';

const { owner } = people;
let under: BotApiUnderTest;
beforeEach(async () => {
  under = await startBotApi();
});
afterEach(() => under.close());

/** A small bot as anybody would write one. */
function createSmallBot(): Bot {
  const bot = new Bot(under.token, { client: { apiRoot: under.api.root } });
  bot.command('start', (ctx) =>
    ctx.reply(`<b>Hi</b> ${ctx.match}`, {
      parse_mode: 'HTML',
      reply_markup: new InlineKeyboard().text('More', 'more'),
    }),
  );
  bot.callbackQuery('more', async (ctx) => {
    await ctx.answerCallbackQuery('Here you are');
    await ctx.editMessageText('More');
  });
  return bot;
}

async function playStory(): Promise<void> {
  under.api.people.start(owner.id, 'c42');
  const greeting = await vi.waitFor(
    () => {
      const last = under.api.context.book.messages(owner.id).at(-1);
      expect(last).toMatchObject({ text: 'Hi c42', entities: [{ type: 'bold', offset: 0, length: 2 }] });
      return last;
    },
    { timeout: 15_000 },
  );
  const { answer } = await under.api.people.press(owner.id, greeting?.message_id ?? 0, 'more');
  expect(answer?.text).toBe('Here you are');
  await vi.waitFor(
    () => expect(under.api.context.book.messages(owner.id).at(-1)).toMatchObject({ text: 'More' }),
    { timeout: 15_000 },
  );
}

it('serves a grammY bot by long polling', async () => {
  const bot = createSmallBot();
  const running = bot.start();
  await playStory();
  await bot.stop();
  await running;
});

it('serves a grammY bot by webhook', async () => {
  const bot = createSmallBot();
  const handle = webhookCallback(bot, 'http', { secretToken: 'grammy-secret' });
  const server = await listen(
    createServer((request, response) => void handle(request, response)),
    0,
    '127.0.0.1',
  );
  await bot.api.setWebhook(server.root, { secret_token: 'grammy-secret' });
  await playStory();
  await bot.api.deleteWebhook();
  await server.close();
});

it('gives grammY errors it understands', async () => {
  const bot = createSmallBot();
  const failure = await bot.api.sendMessage(1, 'x').catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(GrammyError);
  expect(failure).toMatchObject({ error_code: 400, description: 'Bad Request: chat not found' });
});

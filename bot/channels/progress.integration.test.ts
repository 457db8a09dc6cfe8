import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { AConversation, APerson } from '../a-conversation.ts';
import { aChannelConversation, cardRu, collected, forget } from './a-channel-conversation.ts';

const english: APerson = { id: 501, languageCode: 'en' };
const russian: APerson = { id: 502, languageCode: 'ru' };
let talk: AConversation;

beforeAll(async () => {
  talk = await aChannelConversation();
});

beforeEach(() => forget(talk));

afterAll(() => talk.stop());

describe('the reading of a history', () => {
  it('is one message that is edited at most once in two seconds, across a restart, and becomes the card', async () => {
    await talk.say(russian, '/stats @northern_lights');
    expect(await talk.answers()).toEqual(['Читаю историю. Чат можно закрыть — карточка появится здесь.']);
    const edits = (): string[] =>
      talk.botApi
        .callsOf('editMessageText')
        .map(({ payload }) => String(payload.text).replaceAll('\u00A0', '~'));
    await collected(talk, 'reading', 1200);
    await expect
      .poll(edits, { timeout: 8_000 })
      .toEqual(['Читаю историю: 1~200 из 1~941. Чат можно закрыть — карточка появится здесь.']);
    const firstEdit = performance.now();
    await collected(talk, 'reading', 1500);
    await talk.restart();
    await expect.poll(() => edits()[1], { timeout: 8_000 }).toMatch(/^Читаю историю: 1~500 из 1~941\./);
    expect(performance.now() - firstEdit).toBeGreaterThan(1_800);
    await collected(talk, 'complete', 1941);
    await expect.poll(() => edits()[2], { timeout: 8_000 }).toBe(cardRu);
    expect(talk.botApi.callsOf('editMessageText')[2]?.payload).toMatchObject({
      chat_id: russian.id,
      reply_markup: { inline_keyboard: [[{ text: 'Обновить' }, { text: 'Открыть графики' }]] },
    });
    await expect.poll(() => talk.database.query('SELECT 1 FROM progress_messages', [])).toEqual([]);
    expect(await talk.answers()).toHaveLength(1);
  });

  it('forgets a message that its reader deleted', async () => {
    await talk.say(english, '/stats @northern_lights');
    await talk.answers();
    const refusal = { error_code: 400, description: 'Bad Request: message to edit not found' };
    talk.botApi.refuseNext('editMessageText', refusal);
    await collected(talk, 'complete');
    await expect
      .poll(() => talk.database.query('SELECT 1 FROM progress_messages', []), { timeout: 8_000 })
      .toEqual([]);
    expect(talk.botApi.callsOf('editMessageText')).toHaveLength(1);
  });
});

describe('the Refresh button', () => {
  it('asks for fresh figures and edits the card when they have come', async () => {
    await collected(talk, 'complete');
    await talk.press(english, 77, 'refresh:1900000042');
    await expect
      .poll(() => talk.botApi.callsOf('answerCallbackQuery')[0]?.payload.text)
      .toBe('Asking Telegram…');
    const jobs = await talk.database.query<{ key: string }>('SELECT key FROM graphile_worker.jobs', []);
    expect(jobs.map(({ key }) => key)).toContain('sync-channel:1900000042');
    expect(talk.botApi.callsOf('editMessageText')).toEqual([]);
    await talk.database.query('UPDATE channel_schedule SET last_synced_at = $1', [new Date()]);
    await expect.poll(() => talk.botApi.callsOf('editMessageText').length, { timeout: 8_000 }).toBe(1);
    expect(talk.botApi.callsOf('editMessageText')[0]?.payload).toMatchObject({
      chat_id: english.id,
      message_id: 77,
      text: expect.stringContaining('Updated just now'),
    });
  });

  it('shows nothing of a channel that is not there', async () => {
    await talk.press(russian, 77, 'refresh:1900000099');
    await expect
      .poll(() => talk.botApi.callsOf('answerCallbackQuery')[0]?.payload.text)
      .toBe('Этот канал я больше не показываю.');
  });
});

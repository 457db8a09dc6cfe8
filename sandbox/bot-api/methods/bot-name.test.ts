import { afterAll, beforeAll, expect, it } from 'vitest';
import { people } from '#sandbox/world/people.ts';
import { type BotApiUnderTest, startBotApi } from '../bot-api.test-client.ts';

let under: BotApiUnderTest;

beforeAll(async () => {
  under = await startBotApi();
});
afterAll(() => under.close());

async function nameIn(language?: string): Promise<unknown> {
  const { result } = await under.call('getMyName', language === undefined ? {} : { language_code: language });
  return result;
}

async function firstName(): Promise<unknown> {
  const { result } = await under.call('getMe');
  return Object(result).first_name;
}

it('has a name before one is set, and is called by the one that is set, over a restart too', async () => {
  expect([await nameIn(), await nameIn('ru'), await firstName()]).toEqual([
    ...[{ name: 'Tester' }, { name: 'Tester' }, 'Tester'],
  ]);
  await under.call('setMyName', { name: 'Тестер', language_code: 'ru' });
  expect([await nameIn(), await nameIn('ru'), await firstName()]).toEqual([
    ...[{ name: 'Tester' }, { name: 'Тестер' }, 'Tester'],
  ]);
  expect(await under.call('setMyName', { name: 'Prober' })).toMatchObject({ result: true });
  expect([await nameIn(), await nameIn('de'), await firstName()]).toEqual([
    ...[{ name: 'Prober' }, { name: 'Prober' }, 'Prober'],
  ]);
  under.api.people.start(people.viewer.id);
  const sent = await under.call('sendMessage', { chat_id: Number(people.viewer.id), text: 'hello' });
  expect(sent).toMatchObject({ result: { from: { first_name: 'Prober' } } });
  expect(await under.call('setMyName', { name: '' })).toMatchObject({ result: true });
  expect(await under.call('setMyName', { name: 'x'.repeat(65) })).toMatchObject({ error_code: 400 });
  expect(await nameIn()).toEqual({ name: 'Prober' });
  under.bot.firstName = 'Tester';
  await under.restart();
  expect([await nameIn(), await firstName()]).toEqual([{ name: 'Prober' }, 'Prober']);
});

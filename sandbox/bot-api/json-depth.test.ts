import { afterAll, beforeAll, expect, it } from 'vitest';
import { people } from '#sandbox/world/people.ts';
import { type Answer, type BotApiUnderTest, startBotApi } from './bot-api.test-client.ts';
import { isTooDeep } from './json-depth.ts';

const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);
const keyboard = `{"keyboard":[[{"text":"x","request_chat":{"request_id":1,"chat_is_channel":true,"deep":${nested(100_000)}}}]]}`;
let under: BotApiUnderTest;

beforeAll(async () => {
  under = await startBotApi();
  under.api.people.start(people.owner.id);
});
afterAll(() => under.close());

async function send(contentType: string, body: string): Promise<Answer> {
  const address = `${under.api.root}/bot${under.token}/sendMessage`;
  const answer = await fetch(address, { method: 'POST', headers: { 'content-type': contentType }, body });
  return (await answer.json()) as Answer;
}

it('counts brackets, but not those inside texts', () => {
  expect(isTooDeep(nested(100))).toBe(false);
  expect(isTooDeep(nested(101))).toBe(true);
  expect(isTooDeep('[],'.repeat(200))).toBe(false);
  expect(isTooDeep(JSON.stringify({ text: `\\"${'['.repeat(200)}` }))).toBe(false);
});

it('refuses a keyboard that is nested 100 000 deep, however it comes', async () => {
  const refused = { ok: false, error_code: 400 };
  const json = `{"chat_id":${people.owner.id},"text":"x","reply_markup":${keyboard}}`;
  expect(await send('application/json', json)).toMatchObject(refused);
  const form = new URLSearchParams({ chat_id: people.owner.id, text: 'x', reply_markup: keyboard });
  expect(await send('application/x-www-form-urlencoded', form.toString())).toMatchObject({
    ...refused,
    description: "Bad Request: can't parse reply keyboard markup JSON object",
  });
});

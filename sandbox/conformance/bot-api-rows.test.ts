import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRights } from '#sandbox/bot-api/admin-rights.ts';
import { type BotApiUnderTest, startBotApi } from '#sandbox/bot-api/bot-api.test-client.ts';
import { setBotAdministrator } from '#sandbox/bot-api/channel-updates.ts';
import { botApiMethods } from '#sandbox/bot-api/methods/registry.ts';
import { people } from '#sandbox/world/people.ts';
import type { BotRow, BotRowTable, BotScene } from './bot-api/bot-row.ts';
import { chatBotRows } from './bot-api/chat-bot-rows.ts';
import { createGrammyCaller } from './bot-api/grammy-caller.test-client.ts';
import { mediaBotRows } from './bot-api/media-bot-rows.ts';
import { messageBotRows } from './bot-api/message-bot-rows.ts';
import { profileBotRows } from './bot-api/profile-bot-rows.ts';
import { findDifferences } from './compare.ts';
import { ownerMainId } from './rows/demo-channels.ts';

const table: BotRowTable = { ...profileBotRows, ...chatBotRows, ...messageBotRows, ...mediaBotRows };
const rows = Object.entries(table).flatMap(([method, list]) =>
  list.map((row) => [method, row.title, row] as const),
);

let under: BotApiUnderTest;
let scene: BotScene;

beforeAll(async () => {
  under = await startBotApi();
  const { api, world, bot, token } = under;
  const channel = world.channel(ownerMainId);
  if (channel === null) throw new Error('the demo world has no such channel');
  const { owner, viewer: blocker } = people;
  for (const { id } of [owner, blocker]) api.people.start(id);
  api.people.setBlocked(blocker.id, true);
  setBotAdministrator(api.context, channel, owner.id, true, createRights());
  const call = createGrammyCaller(token, api.root);
  scene = {
    api,
    world,
    bot,
    owner,
    blocker,
    channel,
    call,
    async ask(method, parameters) {
      const outcome = await call(method, parameters);
      if (outcome.kind === 'result') return Object(outcome.result);
      throw new Error(`${method}: ${outcome.description}`);
    },
  };
});
afterAll(() => under.close());

async function runBotRow(method: string, row: BotRow): Promise<string[]> {
  try {
    const given = (await row.arrange?.(scene)) ?? {};
    const outcome = await scene.call(method, row.parameters(scene, given));
    const got = outcome.kind === 'error' ? `${outcome.code} ${outcome.description}` : 'a result';
    if ('error' in row) {
      const wanted = row.error.join(' ');
      return got === wanted ? [] : [`expected ${wanted}, got ${got}`];
    }
    if (outcome.kind === 'error') return [`got ${got}`];
    return findDifferences(row.result(scene, given), outcome.result, 0, 'result');
  } finally {
    scene.api.context.limits.isOn = false;
  }
}

describe('the rows of the Bot API', () => {
  it('are there for every method, and for nothing else, each with a success', () => {
    expect(Object.keys(table).sort()).toEqual([...botApiMethods.values()].map(({ name }) => name).sort());
    const refusedOnly = Object.entries(table).filter(([, list]) => list.every((row) => 'error' in row));
    expect(refusedOnly.map(([method]) => method)).toEqual([]);
  });
});

describe('asked by grammY', () => {
  it.each(rows)('%s %s', async (method, _, row) => {
    expect(await runBotRow(method, row)).toEqual([]);
  });
});

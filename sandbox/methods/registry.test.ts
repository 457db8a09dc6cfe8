import { beforeAll, describe, expect, it } from 'vitest';
import { createFaults } from '#sandbox/faults/faults.ts';
import { aWorld } from '#sandbox/world/a-world.ts';
import { collector, people } from '#sandbox/world/people.ts';
import type { World } from '#sandbox/world/world.ts';
import { aHandler, anInputChannel } from './a-caller.ts';
import { createCallLog } from './call-log.ts';
import { createMethods } from './registry.ts';

const newsId = '2200000101';
const botId = '730000001';

let world: World;
let as: ReturnType<typeof aHandler>;

beforeAll(async () => {
  world = await aWorld();
  as = aHandler(world);
});

function inputChannel(callerId: string, channelId: string) {
  return anInputChannel(world, callerId, channelId);
}

describe('the methods', () => {
  it('refuse somebody who is not logged in', async () => {
    const nobody = as(null);
    const opened = [
      'auth.importBotAuthorization',
      'auth.importAuthorization',
      'auth.sendCode',
      'auth.resendCode',
      'auth.cancelCode',
      'auth.signIn',
      'auth.signUp',
      'auth.exportLoginToken',
      'auth.importLoginToken',
    ];
    for (const name of createMethods().keys()) {
      if (name.startsWith('help.') || opened.includes(name)) continue;
      await expect(nobody.call({ _: name }), name).rejects.toMatchObject({
        code: 401,
        message: 'AUTH_KEY_UNREGISTERED',
      });
    }
  });

  it('refuse bots what Telegram refuses them', async () => {
    const bot = as(botId);
    const refused = [
      'messages.getHistory',
      'messages.getMessagesViews',
      'messages.getDialogs',
      'messages.search',
      'account.getAuthorizations',
    ];
    for (const name of refused) {
      await expect(bot.call({ _: name }), name).rejects.toMatchObject({ message: 'BOT_METHOD_INVALID' });
    }
    const { full_chat } = await bot.ask({
      _: 'channels.getFullChannel',
      channel: inputChannel(botId, newsId),
    });
    expect(full_chat).toMatchObject({ _: 'channelFull' });
  });

  it('answer what they do not know with INPUT_METHOD_INVALID and write it down', async () => {
    const callLog = createCallLog();
    const caller = aHandler(world, { callLog })(collector.id);
    await expect(caller.call({ _: 'phone.getCallConfig' })).rejects.toMatchObject({
      code: 400,
      message: 'INPUT_METHOD_INVALID',
    });
    await caller.call({ _: 'help.getConfig' });
    expect(callLog.unknownMethods()).toEqual(['phone.getCallConfig']);
    expect(callLog.calls().map(({ method, outcome, userId }) => [method, outcome, userId])).toEqual([
      ['phone.getCallConfig', 'INPUT_METHOD_INVALID', collector.id],
      ['help.getConfig', 'ok', collector.id],
    ]);
  });

  it('fail as a fault rule says, for its user and as often as it says', async () => {
    const faults = createFaults();
    const handler = aHandler(world, { faults });
    const rule = faults.add({
      method: 'updates.getState',
      userId: collector.id,
      effect: { kind: 'flood-wait', seconds: 30 },
      count: 1,
    });
    const state = { _: 'updates.getState' };
    await expect(handler(people.owner.id).call(state)).resolves.toMatchObject({ _: 'updates.state' });
    await expect(handler(collector.id).call(state)).rejects.toMatchObject({
      code: 420,
      message: 'FLOOD_WAIT_30',
    });
    await expect(handler(collector.id).call(state)).resolves.toMatchObject({ _: 'updates.state' });
    expect(faults.list()).toMatchObject([{ id: rule.id, hits: 1 }]);
    expect(faults.remove(rule.id)).toBe(true);
    expect(faults.list()).toEqual([]);
  });
});

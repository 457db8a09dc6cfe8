import { describe, expect, it } from 'vitest';
import { createLog } from '#server/log.ts';
import { createBotUsername } from './bot-username.ts';

const log = createLog('test', 'silent');

describe('createBotUsername', () => {
  it('asks once however many want to know, and remembers the answer', async () => {
    let asked = 0;
    const load = createBotUsername({ getMe: async () => ({ username: `bot_${++asked}` }) }, log);
    expect(await Promise.all([load(), load()])).toEqual(['bot_1', 'bot_1']);
    expect(await load()).toBe('bot_1');
  });

  it('knows nothing while the Bot API is out of reach, and asks again later', async () => {
    let isUp = false;
    const getMe = async () => {
      if (!isUp) throw new Error('out of reach');
      return { username: 'pulse' };
    };
    const load = createBotUsername({ getMe }, log);
    expect(await load()).toBeNull();
    isUp = true;
    expect(await load()).toBe('pulse');
  });
});

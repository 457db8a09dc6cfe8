import { describe, expect, it } from 'vitest';
import { findEarlyCalls, findEarlySends } from './early-calls.ts';

const call = (at: number, outcome = 'ok', method = 'messages.getHistory') => ({
  ...{ method, userId: '1', dcId: 2, at, outcome, tookMs: 100 },
});
const send = (at: number, status: number, chat = '7') => ({
  ...{
    at,
    method: 'sendMessage',
    parameters: { chat_id: chat },
    status,
    description: null,
    result: null,
    tookMs: 1,
  },
});

describe('findEarlyCalls', () => {
  it('finds a call that began before the wait was over, of that method alone', () => {
    const log = [
      call(10, 'FLOOD_WAIT_5'),
      call(11, 'ok', 'users.getUsers'),
      call(14.5),
      call(15.05, 'FLOOD_PREMIUM_WAIT_2'),
      call(17.2),
    ];
    expect(findEarlyCalls(log).map(({ leftSeconds }) => leftSeconds)).toEqual([
      expect.closeTo(0.6),
      expect.closeTo(0.05),
    ]);
    expect(findEarlyCalls([call(10, 'FLOOD_WAIT_5'), { ...call(11), userId: '2' }, call(15.2)])).toEqual([]);
  });
});

describe('findEarlySends', () => {
  it('finds a message to the same chat before the time', () => {
    expect(findEarlySends([send(1, 429), send(2, 200, '8'), send(4, 200)], 3)).toEqual([]);
    expect(findEarlySends([send(1, 429), send(3.5, 200)], 3)).toEqual([
      { what: 'sendMessage to 7', leftSeconds: 0.5 },
    ]);
  });
});

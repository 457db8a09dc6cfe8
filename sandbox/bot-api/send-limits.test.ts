import { beforeEach, expect, it } from 'vitest';
import { createSendLimits, type SendLimits } from './send-limits.ts';

let now: number;
let limits: SendLimits;

beforeEach(() => {
  now = 1_000;
  limits = createSendLimits(() => now);
});

/** How many messages go through at this instant, and what the next one is told. */
function fill(chatId: number): { sent: number; retryAfter: unknown } {
  for (let sent = 0; ; sent++) {
    try {
      limits.take(chatId);
    } catch (error) {
      return { sent, retryAfter: error };
    }
  }
}

function refusal(seconds: number): object {
  return expect.objectContaining({ code: 429, parameters: { retry_after: seconds } });
}

it('lets a chat have one message a second after a short burst', () => {
  expect(fill(7)).toEqual({ sent: 5, retryAfter: refusal(1) });
  now += 1;
  expect(fill(7)).toEqual({ sent: 1, retryAfter: refusal(1) });
  now += 3;
  expect(fill(7).sent).toBe(3);
});

it('lets a group or channel have twenty a minute', () => {
  expect(fill(-100_5)).toEqual({ sent: 20, retryAfter: refusal(3) });
  now += 3;
  expect(fill(-100_5)).toEqual({ sent: 1, retryAfter: refusal(3) });
  now += 60;
  expect(fill(-100_5).sent).toBe(20);
});

it('lets a bot send thirty a second in all', () => {
  let sent = 0;
  for (let chat = 1; chat <= 20; chat++) sent += fill(chat).sent;
  expect(sent).toBe(30);
  now += 0.5;
  sent = 0;
  for (let chat = 101; chat <= 110; chat++) sent += fill(chat).sent;
  expect(sent).toBe(15);
});

it('asks for as many seconds as make the next attempt succeed', () => {
  fill(-9);
  now += 1.5;
  expect(fill(-9)).toEqual({ sent: 0, retryAfter: refusal(2) });
  now += 2;
  expect(fill(-9).sent).toBe(1);
});

it('refuses nothing while it is off', () => {
  limits.isOn = false;
  for (let i = 0; i < 100; i++) limits.take(7);
});

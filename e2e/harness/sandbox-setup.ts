import { subscribe } from 'node:diagnostics_channel';
import { afterAll, expect } from 'vitest';
import { UNKNOWN_METHOD_CHANNEL } from '#sandbox/methods/call-log.ts';

/**
 * Every test file with a local Telegram in its own process: nothing may have asked it for a method it does not know,
 * because Telegram itself would have answered. Runs after all that the file itself does at its end.
 */
const unknown = new Set<string>();
subscribe(UNKNOWN_METHOD_CHANNEL, (message) => unknown.add(String(message)));

afterAll(() => {
  expect([...unknown], 'methods the local Telegram does not know').toEqual([]);
});

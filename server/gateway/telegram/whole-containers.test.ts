import { MTProtoSender } from 'telegram/network/MTProtoSender.js';
import { expect, it } from 'vitest';
import { installWholeContainers } from './whole-containers.ts';

interface Container {
  obj: { messages: { obj: string }[] };
}

/** Puts a container of three answers, the first an error, before the library's handler; returns what was handled. */
async function handle(): Promise<{ handled: string[]; error: unknown }> {
  const handled: string[] = [];
  const sender = {
    _log: { debug: () => undefined },
    _processMessage: async ({ obj }: { obj: string }) => {
      if (obj === 'error') throw new Error('FLOOD');
      handled.push(obj);
    },
  };
  const container: Container = { obj: { messages: [{ obj: 'error' }, { obj: 'page' }, { obj: 'channel' }] } };
  const handler: unknown = Reflect.get(MTProtoSender.prototype, '_handleContainer');
  if (typeof handler !== 'function') throw new Error('the library has no such handler any more');
  try {
    await handler.call(sender, container);
    return { handled, error: null };
  } catch (error) {
    return { handled, error };
  }
}

it('hands on the answers behind an error in a container, which the library itself drops', async () => {
  expect((await handle()).handled).toEqual([]);
  installWholeContainers();
  const { handled, error } = await handle();
  expect(handled).toEqual(['page', 'channel']);
  expect(error).toMatchObject({ message: 'FLOOD' });
});

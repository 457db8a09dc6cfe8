import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, it } from 'vitest';

/** As much of the page's module as is looked at here. */
interface HandlersModule {
  createHandlers(send: () => void, host: object, questions: object): Record<string, () => unknown>;
}

/** What the page answers or takes note of. */
async function eventsOfTheHost(): Promise<string[]> {
  const address = new URL('./page/mini-app-handlers.js', import.meta.url).href;
  const { createHandlers }: HandlersModule = await import(address);
  return Object.keys(createHandlers(() => undefined, { person: { id: '1' } }, {}));
}

/** Every event that the SDK of Mini Apps can post: all of its methods are in this file, whatever of it an app uses. */
function eventsOfTheSdk(): string[] {
  const path = createRequire(import.meta.url)
    .resolve('@telegram-apps/sdk')
    .replace(/index\.cjs$/, 'index.iife.js');
  const names = [...readFileSync(path, 'utf8').matchAll(/["'`]((?:web_app|iframe)_[a-z_]+)["'`]/g)];
  return [...new Set(names.map(([, name = '']) => name))];
}

it('knows every event that the SDK of the product can post, and none that nobody posts', async () => {
  const [host, sdk] = [await eventsOfTheHost(), eventsOfTheSdk()];
  expect(sdk.length).toBeGreaterThan(50);
  expect(sdk).toEqual(expect.arrayContaining(['iframe_ready', 'web_app_ready', 'web_app_setup_back_button']));
  expect(sdk.filter((name) => !host.includes(name))).toEqual([]);
  expect(host.filter((name) => !sdk.includes(name))).toEqual([]);
});

import type { MiniAppConfig } from '#contract/mini-app-config.ts';
import { type Fetch, requestJson } from './request.ts';

/** Creates a reader of the public configuration that asks once, and again only after a failure. */
export function createConfig(fetch: Fetch): () => Promise<MiniAppConfig> {
  let asked: Promise<MiniAppConfig> | null = null;
  return () => {
    asked ??= requestJson(fetch, '/api/config', {}).then(
      (answer) => answer as MiniAppConfig,
      (error: unknown) => {
        asked = null;
        throw error;
      },
    );
    return asked;
  };
}

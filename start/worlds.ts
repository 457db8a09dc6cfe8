import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { StartError } from './start-error.ts';

/** Says in a sentence which `--world` is no recorded channel, before anything is started. */
export function expectWorlds(directories: readonly string[]): void {
  for (const directory of directories) {
    const missing = ['channel.json', 'messages.jsonl'].filter((name) => !existsSync(join(directory, name)));
    if (missing.length === 0) continue;
    const what = existsSync(directory) ? `has no ${missing.join(' and no ')}` : 'does not exist';
    throw new StartError(
      `--world ${directory} ${what}: it must be a folder with channel.json and messages.jsonl.`,
    );
  }
}

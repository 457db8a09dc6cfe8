/** Programs that are not npm packages and that only tests need: a browser and Caddy. */
import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

const browserNames = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];

/** Path of a Chromium: the system's, or the one that playwright downloaded; null: there is none. */
export function findChromium(): string | null {
  for (const name of browserNames) {
    const path = findProgram(name);
    if (path !== null) return path;
  }
  const downloaded = playwrightsOwn();
  return isExecutable(downloaded) ? downloaded : null;
}

/** Where playwright keeps the browser it downloads; asked in a process of its own, because nothing here needs it else. */
function playwrightsOwn(): string {
  const question = "process.stdout.write(require('playwright-core').chromium.executablePath())";
  return spawnSync(process.execPath, ['-e', question], { cwd: import.meta.dirname, encoding: 'utf8' }).stdout;
}

/** Path of Caddy; null: there is none. */
export function findCaddy(): string | null {
  return findProgram('caddy');
}

/** The first program of this name in the folders of PATH; null: there is none. */
export function findProgram(name: string): string | null {
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    const path = join(folder, name);
    if (folder !== '' && isExecutable(path)) return path;
  }
  return null;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    // Not there, or not for us: either way it cannot be run.
    return false;
  }
}

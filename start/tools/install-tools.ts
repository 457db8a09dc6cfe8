import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { findCaddy, findChromium, findProgram } from './find-tools.ts';

const fontFolders = ['/usr/share/fonts/truetype/noto', '/usr/share/fonts/truetype/liberation'];

/**
 * Installs what is missing: on Debian as root with apt-get, else the browser by playwright's own download. Returns the
 * exit code: 1 when something is still missing.
 */
export async function installTools(root: string): Promise<number> {
  const canUseApt = process.getuid?.() === 0 && findProgram('apt-get') !== null;
  if (canUseApt) installPackages();
  else if (findChromium() === null) downloadBrowser(root);
  return [report('Chromium', findChromium()), report('Caddy', findCaddy())].every(Boolean) ? 0 : 1;
}

function installPackages(): void {
  const wanted = [
    ...(findChromium() === null ? ['chromium'] : []),
    ...(findCaddy() === null ? ['caddy'] : []),
    ...(fontFolders.every(hasFiles) ? [] : ['fonts-noto-color-emoji', 'fonts-liberation']),
  ];
  if (wanted.length === 0) return;
  say(`Installing ${wanted.join(', ')} with apt-get.`);
  const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const apt = (args: string[]): void => {
    const { status } = spawnSync('apt-get', args, { stdio: ['ignore', 2, 2], env: environment });
    if (status !== 0) say(`apt-get ${args[0]} ended with code ${status}; its reason stands above.`);
  };
  apt(['update', '-q']);
  apt(['install', '-q', '-y', '--no-install-recommends', ...wanted]);
}

function downloadBrowser(root: string): void {
  say("Downloading Chromium with playwright's own installer.");
  const cli = join(root, 'node_modules', 'playwright-core', 'cli.js');
  const { status } = spawnSync(process.execPath, [cli, 'install', 'chromium'], { stdio: ['ignore', 2, 2] });
  if (status !== 0) say(`The download ended with code ${status}; its reason stands above.`);
}

function report(name: string, path: string | null): boolean {
  if (path !== null) say(`${name}: ${path}`);
  else say(`${name} is missing${name === 'Caddy' ? ': see https://caddyserver.com/docs/install' : ''}.`);
  return path !== null;
}

function hasFiles(folder: string): boolean {
  return existsSync(folder) && readdirSync(folder).length > 0;
}

function say(sentence: string): void {
  process.stdout.write(`${sentence}\n`);
}

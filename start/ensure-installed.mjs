/**
 * The one step that works on a fresh clone: it uses nothing but Node's own modules, and installs the rest from the
 * lock file when `node_modules` is missing or is not what the lock file says.
 */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { watchParent } from './watch-parent.mjs';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** How long npm may take to end when it is told to. */
const npmGraceMs = 5_000;

/**
 * Installs what is missing, saying so on standard error; ends the process with a sentence when that fails, and takes
 * npm along when it is told to end. Install scripts stay off: nothing here needs one, and a package that compiles would
 * ask for a compiler.
 */
export async function ensureInstalled() {
  refuseOldNode();
  const reason = whyInstall();
  if (reason === null) return;
  process.stderr.write(
    `Installing packages from the lock file (${reason}); this takes a minute the first time.\n`,
  );
  const startedAt = Date.now();
  const { code, stoppedBy } = await runNpm([
    ...['ci', '--include=dev', '--ignore-scripts'],
    ...['--no-audit', '--no-fund', '--loglevel=error'],
  ]);
  if (stoppedBy !== null) {
    process.stderr.write(`${stoppedBy}: the installation was stopped; the next start does it again.\n`);
    process.exit(1);
  }
  if (code !== 0) {
    process.stderr.write('npm could not install the packages; its reason stands above.\n');
    process.exit(1);
  }
  process.stderr.write(`Installed in ${((Date.now() - startedAt) / 1000).toFixed(0)} s.\n`);
}

/** Waits for npm without being deaf meanwhile: a signal is passed on, and npm is killed when it does not listen. */
function runNpm(args) {
  return new Promise((resolve) => {
    const [command, ...prefix] = npmCommand();
    const npm = spawn(command, [...prefix, ...args], {
      cwd: root,
      stdio: ['ignore', 2, 2],
      shell: process.platform === 'win32' && command === 'npm',
    });
    let stoppedBy = null;
    const stop = (reason, signal) => {
      stoppedBy = reason;
      npm.kill(signal);
      setTimeout(() => npm.kill('SIGKILL'), npmGraceMs).unref();
    };
    const passOn = (signal) => stop(signal, signal);
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
    const unwatch = watchParent(() => stop('npm ended', 'SIGTERM'));
    for (const signal of signals) process.on(signal, passOn);
    const finish = (code) => {
      unwatch();
      for (const signal of signals) process.off(signal, passOn);
      resolve({ code, stoppedBy });
    };
    npm.once('error', () => finish(null));
    npm.once('exit', finish);
  });
}

function refuseOldNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  process.stderr.write(`Node ${process.versions.node} is too old: Channel Pulse needs 20.19 or newer.\n`);
  process.exit(1);
}

/** null: everything is there. npm keeps a copy of what it installed beside it, which is compared with the lock file. */
function whyInstall() {
  const kept = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(kept)) return 'node_modules is missing';
  const wanted = readPackages(join(root, 'package-lock.json'));
  const present = readPackages(kept);
  for (const [path, entry] of Object.entries(wanted)) {
    if (path === '' || entry.link) continue;
    const found = present[path];
    // Packages for other systems are in the lock file and never installed here.
    if (found === undefined ? !entry.optional && !entry.devOptional : found.version !== entry.version) {
      return `${path.replace('node_modules/', '')} is not the one of the lock file`;
    }
  }
  return null;
}

function readPackages(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages ?? {};
  } catch {
    // A copy that was cut off half-way is as good as none: everything is installed again.
    return {};
  }
}

/** The npm that runs us, so that a second one on the path does not matter. */
function npmCommand() {
  const running = process.env.npm_execpath;
  return running?.endsWith('npm-cli.js') ? [process.execPath, running] : ['npm'];
}

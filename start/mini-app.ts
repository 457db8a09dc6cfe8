import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, openSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { lastLines } from './processes/child.ts';
import { StartError } from './start-error.ts';

const sources = ['miniapp', 'charts', 'contract', 'format', 'locales', 'vite.config.ts', 'package-lock.json'];

/**
 * Builds the Mini App into `dist/miniapp` unless what is there was made from the same sources, which is told by a
 * fingerprint of their contents beside it. Returns whether it was built.
 */
export async function buildMiniApp(
  root: string,
  logDirectory: string,
  signal: AbortSignal,
): Promise<boolean> {
  const fingerprint = fingerprintOf(root);
  const kept = join(root, 'dist', 'miniapp.fingerprint');
  const isBuilt = existsSync(join(root, 'dist', 'miniapp', 'index.html'));
  if (isBuilt && existsSync(kept) && readFileSync(kept, 'utf8') === fingerprint) return false;
  const logFile = join(logDirectory, 'build.log');
  mkdirSync(logDirectory, { recursive: true });
  const log = openSync(logFile, 'w', 0o600);
  const code = await new Promise<number | null>((resolve) => {
    const vite = spawn(process.execPath, [join(root, 'node_modules', 'vite', 'bin', 'vite.js'), 'build'], {
      cwd: root,
      stdio: ['ignore', log, log],
      timeout: 180_000,
      signal,
    });
    vite.once('error', () => resolve(null));
    vite.once('exit', resolve);
  });
  if (code !== 0) throw new StartError(`The Mini App could not be built:\n${lastLines(logFile, 12)}`);
  writeFileSync(kept, fingerprint);
  return true;
}

function fingerprintOf(root: string): string {
  const hash = createHash('sha256');
  for (const source of sources) {
    for (const file of filesOf(join(root, source))) {
      hash.update(file.slice(root.length)).update('\0').update(readFileSync(file)).update('\0');
    }
  }
  return hash.digest('hex');
}

function filesOf(path: string): string[] {
  if (!existsSync(path)) return [];
  if (/\.[a-z]+$/.test(path) && !path.endsWith('miniapp')) return [path];
  return readdirSync(path, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && !/\.test\.tsx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

/**
 * `npm run cli -- COMMAND`: the operator's tool with the settings of the instance that runs from this folder, or of
 * `.env` when none runs. It writes nothing of its own on standard output.
 */
import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ensureInstalled, root } from './ensure-installed.mjs';

const args = process.argv.slice(2);
await ensureInstalled();
const variables = findVariables();
if (variables === null && args.length > 0 && !args.includes('--help') && !args.includes('help')) {
  process.stderr.write(
    'Nothing runs from this folder and there is no .env: start it with npm start first.\n',
  );
  process.exit(1);
}
const child = spawn(process.execPath, ['--import', 'tsx', 'server/cli/main.ts', ...args], {
  cwd: root,
  stdio: 'inherit',
  env: { ...process.env, ...variables },
});
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
child.once('error', (error) => {
  process.stderr.write(`The command line tool could not be started: ${error.message}\n`);
  process.exit(1);
});
child.once('exit', (code) => process.exit(code ?? 1));

/** null: there is nothing to go by. */
function findVariables() {
  const instance = readInstance();
  if (instance !== null) return instance.variables;
  const file = join(root, '.env');
  if (!existsSync(file)) return null;
  process.loadEnvFile(file);
  return {};
}

/** The one that runs from this folder, in whichever mode; null: none. */
function readInstance() {
  const modes = existsSync(join(root, '.data')) ? readdirSync(join(root, '.data')) : [];
  for (const mode of modes) {
    try {
      const instance = JSON.parse(readFileSync(join(root, '.data', mode, 'instance.json'), 'utf8'));
      process.kill(instance.pid, 0);
      return instance;
    } catch {
      // Nothing runs in this mode, or what ran was killed and could not clear up.
    }
  }
  return null;
}

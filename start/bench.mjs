/** `npm run bench -- NAME`: measurements, each a table and with `--json` one line per figure. */
import { spawn } from 'node:child_process';
import { ensureInstalled, root } from './ensure-installed.mjs';

await ensureInstalled();
const args = ['--import', 'tsx', 'bench/main.ts', ...process.argv.slice(2)];
const child = spawn(process.execPath, args, { cwd: root, stdio: 'inherit' });
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
child.once('error', (error) => {
  process.stderr.write(`The measurements could not be started: ${error.message}\n`);
  process.exit(1);
});
child.once('exit', (code) => process.exit(code ?? 1));

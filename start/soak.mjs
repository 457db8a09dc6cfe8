/** `npm run soak -- NAME`: a promise of the product tried in its full form, on a product of its own. */
import { spawn } from 'node:child_process';
import { ensureInstalled, root } from './ensure-installed.mjs';

await ensureInstalled();
const args = ['--import', 'tsx', 'e2e/faults/main.ts', ...process.argv.slice(2)];
const child = spawn(process.execPath, args, { cwd: root, stdio: 'inherit' });
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
child.once('error', (error) => {
  process.stderr.write(`The trial could not be started: ${error.message}\n`);
  process.exit(1);
});
child.once('exit', (code) => process.exit(code ?? 1));

/** `npm start`. Installs when necessary, then goes on in TypeScript in this same process, so that signals reach it. */
import { ensureInstalled, root } from './ensure-installed.mjs';

await ensureInstalled();
const startedAt = Date.now();
const { register } = await import('tsx/esm/api');
register();
const { main } = await import('./main.ts');
await main({ root, arguments: process.argv.slice(2), startedAt });

/** `npm run setup:e2e`: the browser and the web server that only some tests need. */
import { ensureInstalled, root } from './ensure-installed.mjs';

await ensureInstalled();
const { register } = await import('tsx/esm/api');
register();
const { installTools } = await import('./tools/install-tools.ts');
process.exit(await installTools(root));

/** `npm test`: everything that can be checked, with one count at the end. */
import { ensureInstalled, root } from './ensure-installed.mjs';

await ensureInstalled();
const { register } = await import('tsx/esm/api');
register();
const { checkEverything } = await import('./checks/check-everything.ts');
process.exit(await checkEverything(root));

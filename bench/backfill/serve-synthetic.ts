/**
 * A sandbox whose only channel is a generated one of a chosen length, or a recorded one: arguments DIR, then
 * `synthetic:N` or the folder of a recording. Prints its addresses and the channel's name as `sandbox/main.ts` does.
 */
import { createSandbox } from '#sandbox/sandbox.ts';
import type { WorldSource } from '#sandbox/world/world-source.ts';

const [dataDir = '', what = ''] = process.argv.slice(2);
const size = /^synthetic:(\d+)$/.exec(what)?.[1];
const source: WorldSource =
  size === undefined
    ? { kind: 'recorded', directory: what }
    : { kind: 'synthetic', messages: Number(size), seed: 1 };
const sandbox = await createSandbox({ dataDir, pagePort: 0, worlds: [source] });
const username = sandbox.world.channels().find((channel) => channel.username !== null)?.username ?? null;
process.stdout.write(`${JSON.stringify({ ready: true, addresses: sandbox.addresses, username })}\n`);
process.once('SIGTERM', () => void sandbox.close().then(() => process.exit(0)));

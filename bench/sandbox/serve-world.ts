/**
 * A sandbox of generated channels: arguments DIR, channels, messages of all of them together, sessions. Prints where it
 * listens, so many auth keys of the collector's account, and the channel whose history is to be read.
 */
import { createAuthorizedKey } from '#sandbox/mtproto/authorized-key.ts';
import { createSandbox } from '#sandbox/sandbox.ts';

/** The line printed when it is ready. */
export interface ServedWorld {
  host: string;
  port: number;
  /** Base64. */
  authKeys: string[];
  channelId: string;
  accessHash: string;
  /** MiB, the most that was resident until now. */
  largestMegabytes: number;
}

const [dataDir = '', channels = '1', messages = '1000', sessions = '1'] = process.argv.slice(2);
const count = Number(channels);
const sandbox = await createSandbox({
  dataDir,
  pagePort: 0,
  worlds: Array.from({ length: count }, (_, index) => ({
    kind: 'synthetic',
    messages: Math.ceil((Number(messages) - index) / count),
    seed: index + 1,
  })),
});
const { world, telegram, addresses } = sandbox;
const channelId = world.channels()[0]?.id ?? '';
const served: ServedWorld = {
  ...telegram.dataCentre.address,
  authKeys: Array.from({ length: Number(sessions) }, () =>
    createAuthorizedKey(telegram.dataCentre.keyStore, addresses.sessionUserId).toString('base64'),
  ),
  channelId,
  accessHash: world.accessHash(addresses.sessionUserId, channelId).toString(),
  largestMegabytes: process.resourceUsage().maxRSS / 1_024,
};
process.stdout.write(`${JSON.stringify(served)}\n`);
process.once('SIGTERM', () => void sandbox.close().then(() => process.exit(0)));

import { join } from 'node:path';
import type { ProductPorts } from '../programs.ts';
import type { Variables } from '../settings/env-file.ts';
import { StartError } from '../start-error.ts';
import type { Stoppable } from '../stop-stack.ts';
import { createFront } from './front.ts';

/** Listens on the product's own origin. */
export async function startFront(
  port: number,
  root: string,
  ports: ProductPorts,
  variables: Variables,
): Promise<Stoppable> {
  const hosts = (variables.MINI_APP_HOSTS ?? 'https://web.telegram.org')
    .split(',')
    .map((host) => host.trim());
  const front = createFront({
    botPort: ports.bot,
    apiPort: ports.api,
    directory: join(root, 'dist', 'miniapp'),
    miniAppHosts: hosts,
  });
  await new Promise<void>((resolve, reject) => {
    front.once('error', () =>
      reject(
        new StartError(`Port ${port} for the Mini App was taken by another program meanwhile. Start again.`),
      ),
    );
    front.listen(port, '127.0.0.1', resolve);
  });
  return {
    name: 'front',
    stop: () =>
      new Promise((resolve) => {
        front.close(() => resolve());
        front.closeAllConnections();
      }),
  };
}

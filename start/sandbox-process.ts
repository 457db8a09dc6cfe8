import type { StartOptions } from './arguments.ts';
import { type Supervised, type SuperviseOptions, supervise } from './processes/supervise.ts';
import type { Variables } from './settings/env-file.ts';

/** What the sandbox prints when it is ready; the product's settings are made of it. */
export interface SandboxAddresses {
  pageUrl: string;
  controlUrl: string;
  botApiRoot: string;
  mtprotoDc: string;
  mtprotoDcMap: string;
  publicKeyFile: string;
  apiId: number;
  apiHash: string;
  botToken: string;
  botUsername: string;
  sessionString: string;
  sessionUserId: string;
}

/** Starts the local Telegram and waits for its one line of JSON. A restart keeps every address. */
export async function startSandbox(
  directory: string,
  options: StartOptions,
  miniAppUrl: string,
  variables: Variables,
  supervision: SuperviseOptions,
): Promise<{ addresses: SandboxAddresses; sandbox: Supervised }> {
  let settle: (addresses: SandboxAddresses) => void = () => undefined;
  const printed = new Promise<SandboxAddresses>((resolve) => {
    settle = resolve;
  });
  const command = [
    ...['sandbox/main.ts', '--data', directory, '--port', String(options.port), '--mini-app', miniAppUrl],
    ...options.worlds.flatMap((world) => ['--world', world]),
    ...(options.speed === null ? [] : ['--speed', String(options.speed)]),
  ];
  const sandbox = await supervise(
    {
      name: 'sandbox',
      command,
      variables,
      onLine: (line, sayReady) => {
        const addresses = readAddresses(line);
        if (addresses === null) return;
        settle(addresses);
        sayReady();
      },
    },
    supervision,
  );
  return { addresses: await printed, sandbox };
}

function readAddresses(line: string): SandboxAddresses | null {
  if (!line.startsWith('{')) return null;
  const message = JSON.parse(line) as { ready?: boolean; addresses?: SandboxAddresses };
  return message.ready === true && message.addresses !== undefined ? message.addresses : null;
}

import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { StartError } from './start-error.ts';

export interface StartOptions {
  port: number;
  /** Folders with recorded channels; none: the generated world. */
  worlds: string[];
  speed: number | null;
  isFresh: boolean;
}

export const help = `npm start [-- OPTIONS]

Runs Channel Pulse. Without a .env that holds TELEGRAM_BOT_TOKEN it runs against a local Telegram (the sandbox),
whose page is the address printed at the end; with one it runs against Telegram.

  --port N       port of the page (default 8080)
  --world DIR    a folder with a recorded channel (channel.json, messages.jsonl); may be repeated
  --speed N      time factor of the generated world: posts and growth N times faster
  --fresh        forget everything the demo keeps, its world and its database; never a real bot's
  --help         this text
`;

/** Reads the arguments of `npm start`; null: help was asked for. Throws {@link StartError} with what was expected. */
export function readArguments(argv: readonly string[], workingDirectory: string): StartOptions | null {
  const { values } = parse(argv);
  if (values.help === true) return null;
  const port = Number(values.port ?? '8080');
  if (!/^\d+$/.test(values.port ?? '8080') || port < 1 || port > 65_535) {
    throw new StartError(`--port must be a number from 1 to 65535, not ${values.port}.`);
  }
  const speed = values.speed === undefined ? null : Number(values.speed);
  if (speed !== null && !/^[1-9]\d*$/.test(values.speed ?? '')) {
    throw new StartError(`--speed must be a whole number from 1, not ${values.speed}.`);
  }
  return {
    port,
    worlds: (values.world ?? []).map((directory) => resolve(workingDirectory, directory)),
    speed,
    isFresh: values.fresh === true,
  };
}

interface Values {
  port?: string;
  world?: string[];
  speed?: string;
  fresh?: boolean;
  help?: boolean;
}

function parse(argv: readonly string[]): { values: Values } {
  try {
    return parseArgs({
      args: [...argv],
      allowPositionals: false,
      options: {
        port: { type: 'string' },
        world: { type: 'string', multiple: true },
        speed: { type: 'string' },
        fresh: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('. ')[0] : String(error);
    throw new StartError(`${reason}. The options are --port, --world, --speed, --fresh and --help.`);
  }
}

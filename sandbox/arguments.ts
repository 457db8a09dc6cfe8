import { parseArgs } from 'node:util';
import { SandboxError } from './sandbox-error.ts';
import type { SandboxOptions } from './sandbox-options.ts';

/** What `--help` prints. */
export const usage = `A local Telegram: MTProto, the Bot API and a page to chat with the bot.

  npm run sandbox -- --data DIR [options]

  --data DIR        keeps the world, keys, tokens and chats (default .data/sandbox)
  --port N          port of the page (default 8080; 0: any free one)
  --world DIR       a recorded channel: a folder with channel.json and messages.jsonl; may be repeated
                    (default: the generated world "demo")
  --synthetic N     one generated channel with N messages instead, for measuring
  --rebase weeks    moves recordings by whole weeks to end now (default); "none" keeps their dates
  --seed N          of generated worlds
  --epoch N         where the generated past ends, unix seconds (default: the first start)
  --speed N         the generated future runs N times faster
  --stepped         world time stands still until control moves it
  --time-factor N   webhooks are tried again, and updates expire, N times faster than Telegram's
  --mini-app URL    what links with ?startapp= open (default: the bot's menu button)
  --mtproxy-secret HEX  opens an MTProxy with this secret (32 hexadecimal digits, with or without dd before them)
  --fresh           forgets what is kept in DIR
  --help            this text

The four people log in over MTProto with the phone numbers 79990000001 to 79990000004; control shows the codes:
  curl -s -X POST CONTROL_URL/listLoginCodes
What MTProto and the Bot API answer here: curl -s CONTROL_URL/methods

When everything listens it prints one line of JSON, {"ready":true,"addresses":{…}}, and writes DIR/addresses.json.
`;

/** Reads the command line; 'help' when the usage is wanted. Throws `SandboxError` with a sentence. */
export function readArguments(argv: readonly string[]): SandboxOptions | 'help' {
  const values = parse(argv);
  if (values.help === true) return 'help';
  const rebase = values.rebase ?? 'weeks';
  if (rebase !== 'weeks' && rebase !== 'none') throw refuse('--rebase takes weeks or none.');
  const seed = readNumber('--seed', values.seed, 0);
  const epoch = readNumber('--epoch', values.epoch, 0);
  const synthetic = readNumber('--synthetic', values.synthetic, 1);
  const speed = readNumber('--speed', values.speed, 1);
  const timeFactor = readNumber('--time-factor', values['time-factor'], 1);
  const miniApp = values['mini-app'];
  if (miniApp !== undefined && !URL.canParse(miniApp)) throw refuse('--mini-app takes an address.');
  const mtproxySecret = readSecret(values['mtproxy-secret']);
  const port = readNumber('--port', values.port, 0) ?? 8080;
  if (port > 65_535) throw refuse('--port takes a number up to 65535.');
  return {
    dataDir: values.data ?? '.data/sandbox',
    pagePort: port,
    worlds: [
      ...(values.world ?? []).map((directory) => ({ kind: 'recorded' as const, directory })),
      ...(synthetic === undefined
        ? []
        : [{ kind: 'synthetic' as const, messages: synthetic, seed: seed ?? 1 }]),
    ],
    rebase,
    isFresh: values.fresh === true,
    isStepped: values.stepped === true,
    miniAppUrl: miniApp ?? null,
    mtproxySecret,
    ...(seed !== undefined && { seed }),
    ...(epoch !== undefined && { epoch }),
    ...(speed !== undefined && { speed }),
    ...(timeFactor !== undefined && { timeFactor }),
  };
}

function parse(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      options: {
        data: { type: 'string' },
        port: { type: 'string' },
        world: { type: 'string', multiple: true },
        synthetic: { type: 'string' },
        rebase: { type: 'string' },
        seed: { type: 'string' },
        epoch: { type: 'string' },
        speed: { type: 'string' },
        stepped: { type: 'boolean' },
        'time-factor': { type: 'string' },
        'mini-app': { type: 'string' },
        'mtproxy-secret': { type: 'string' },
        fresh: { type: 'boolean' },
        help: { type: 'boolean' },
      },
    }).values;
  } catch (error) {
    throw refuse(error instanceof Error ? error.message : String(error));
  }
}

function readNumber(name: string, text: string | undefined, least: number): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (!Number.isInteger(value) || value < least || text.trim() === '') {
    throw refuse(`${name} takes a whole number from ${least}.`);
  }
  return value;
}

/** The 16 bytes; `dd` before them tells clients to hide the length of packets, which is theirs to do. */
function readSecret(text: string | undefined): string | null {
  if (text === undefined) return null;
  const secret = /^(?:dd)?([0-9a-f]{32})$/i.exec(text)?.[1];
  if (secret === undefined) throw refuse('--mtproxy-secret takes 32 hexadecimal digits.');
  return secret.toLowerCase();
}

function refuse(why: string): SandboxError {
  return new SandboxError('bad-argument', `${why} (--help lists the options)`);
}

import type { WorldSource } from '#sandbox/world/world-source.ts';
import type { SandboxFailure } from './failures.ts';

/** How a sandbox is to be. */
export interface SandboxOptions {
  /** Keeps the world, keys, tokens and chats over a restart. */
  dataDir: string;
  /** 0: any free port. */
  pagePort: number;
  /** Empty: the generated `demo` world. */
  worlds: readonly WorldSource[];
  /** Of generated worlds; fixed at the first start. */
  seed?: number;
  /** Unix seconds; where the generated past ends. Fixed at the first start, which is also its default. */
  epoch?: number;
  speed?: number;
  /** World time stands still until control moves it, beginning at `epoch`. */
  isStepped?: boolean;
  rebase?: 'weeks' | 'none';
  /** Main Mini App, which `?startapp=` links open; null: the menu button's. */
  miniAppUrl?: string | null;
  /** Forgets everything kept in `dataDir` first. */
  isFresh?: boolean;
  /** 32 hexadecimal digits: opens an MTProxy with this secret; null, the default: there is none. */
  mtproxySecret?: string | null;
  /** Loopback only; 127.0.0.1 by default. */
  host?: string;
  /** Webhook retries run and updates expire this many times faster than Telegram's; 1 by default. Control changes it. */
  timeFactor?: number;
  /** Told of every failure inside the sandbox itself; control lists them too. */
  onFailure?: (failure: SandboxFailure) => void;
}

/** Where and as whom to reach a running sandbox. */
export interface SandboxAddresses {
  pageUrl: string;
  controlUrl: string;
  botApiRoot: string;
  /** `id:ip:port` of the first data centre as it is announced. */
  mtprotoDc: string;
  /** `ip=host:port,…`: where the announced address of each data centre really listens. */
  mtprotoDcMap: string;
  /** An MTProxy to all data centres; null: none was asked for. */
  mtproxy: { host: string; port: number; secret: string } | null;
  /** PEM of the RSA key of the data centres. */
  publicKeyFile: string;
  apiId: number;
  apiHash: string;
  botToken: string;
  botUsername: string;
  /** A GramJS session of the collector's account, logged in. */
  sessionString: string;
  sessionUserId: string;
}

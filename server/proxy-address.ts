/**
 * A way out to Telegram. SOCKS5 carries MTProto and the Bot API, HTTP (CONNECT) the Bot API alone, MTProxy MTProto alone.
 * Names and secrets of a proxy are secrets of the operator: they belong in no log, error or answer.
 */
export type ProxyAddress =
  | {
      kind: 'socks5' | 'http';
      host: string;
      port: number;
      credentials: { username: string; password: string } | null;
    }
  /** `secret` is 16 bytes, with `isPadded` (written with `dd` in front) for packets of random length. */
  | { kind: 'mtproxy'; host: string; port: number; secret: Buffer; isPadded: boolean };

const defaultPorts = { socks5: 1080, http: 80 } as const;
const secretBytes = 16;

/**
 * Reads `socks5://[user:password@]host:port`, `http://[user:password@]host:port`, `tg://proxy?server=&port=&secret=` or
 * `https://t.me/proxy?…`. null: it is none of them, or a secret of a kind we do not speak (`ee…`, which imitates TLS).
 */
export function parseProxyAddress(text: string): ProxyAddress | null {
  if (!URL.canParse(text)) return null;
  const url = new URL(text);
  const isLink = /^(tg:\/\/proxy|https:\/\/(t|telegram)\.me\/proxy)\/?\?/.test(text);
  if (isLink) return readMtproxy(url.searchParams);
  if (url.protocol === 'socks5:') return readProxy('socks5', url);
  return url.protocol === 'http:' ? readProxy('http', url) : null;
}

function readProxy(kind: 'socks5' | 'http', url: URL): ProxyAddress | null {
  const isBare = (url.pathname === '' || url.pathname === '/') && url.search === '' && url.hash === '';
  const port = url.port === '' ? defaultPorts[kind] : Number(url.port);
  if (!isBare || url.hostname === '' || port === 0) return null;
  const host = withoutBrackets(url.hostname);
  if (url.username === '' && url.password === '') return { kind, host, port, credentials: null };
  const username = decode(url.username);
  const password = decode(url.password);
  if (username === null || password === null || username === '') return null;
  return { kind, host, port, credentials: { username, password } };
}

function readMtproxy(parameters: URLSearchParams): ProxyAddress | null {
  const host = parameters.get('server') ?? '';
  const port = Number(parameters.get('port') ?? '');
  const written = readSecret(parameters.get('secret') ?? '');
  const isHost = /^[\w.:-]+$/.test(host);
  if (!isHost || !Number.isInteger(port) || port < 1 || port > 65_535 || written === null) return null;
  const isPadded = written.length === secretBytes + 1 && written[0] === 0xdd;
  const secret = isPadded ? written.subarray(1) : written;
  return secret.length === secretBytes ? { kind: 'mtproxy', host, port, secret, isPadded } : null;
}

/** Links write the secret as hex, newer ones as base64url. */
function readSecret(text: string): Buffer | null {
  if (/^([0-9a-f]{2})+$/i.test(text)) return Buffer.from(text, 'hex');
  return /^[\w-]+={0,2}$/.test(text) ? Buffer.from(text, 'base64url') : null;
}

function withoutBrackets(host: string): string {
  return host.replace(/^\[(.*)\]$/, '$1');
}

function decode(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

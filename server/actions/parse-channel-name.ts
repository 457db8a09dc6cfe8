/** What a person wrote to name a channel. */
export type ChannelReference =
  /** A name without @, as written; `postId` when the link leads to one post. */
  | { kind: 'name'; name: string; postId: number | null }
  /** A link that only members can open: an invitation or `t.me/c/…`. */
  | { kind: 'private' }
  | { kind: 'garbage' };

/** Telegram's names: 4 (collectible ones) to 32 of letters, digits and single underscores, beginning with a letter. */
const namePattern = /^[a-z](?:_?[a-z0-9])+$/i;

const hostPattern = /^(?:https?:\/\/)?(?:www\.)?(?:t\.me|telegram\.me|telegram\.dog)\/(.*)$/i;

/** Names that t.me keeps for itself: `t.me/share/url?…` is no channel. */
const reserved = new Set([
  'addemoji',
  'addlist',
  'addstickers',
  'addtheme',
  'bg',
  'boost',
  'call',
  'confirmphone',
  'contact',
  'giftcode',
  'invoice',
  'iv',
  'login',
  'proxy',
  'setlanguage',
  'share',
  'socks',
]);

/**
 * Reads `@name`, `name`, `t.me/name`, `https://t.me/name/123`, `t.me/s/name`, `name.t.me`, `tg://resolve?domain=name`,
 * and tells links for members only (`t.me/c/…`, `t.me/+hash`, `t.me/joinchat/…`) from what is no link at all.
 */
export function parseChannelName(text: string): ChannelReference {
  const trimmed = text.trim();
  if (/\s/.test(trimmed) || trimmed.length > 256) return { kind: 'garbage' };
  const resolve = /^tg:\/\/resolve\/?\?(.*)$/i.exec(trimmed);
  if (resolve?.[1] !== undefined) {
    const query = new URLSearchParams(resolve[1]);
    return toName(query.get('domain') ?? '', query.get('post') ?? undefined);
  }
  if (/^tg:\/\/(?:join|privatepost)\/?\?/i.test(trimmed)) return { kind: 'private' };
  const subdomain = /^(?:https?:\/\/)?([a-z0-9_]+)\.t\.me(?:\/(\d+))?\/?(?:[?#].*)?$/i.exec(trimmed);
  if (subdomain?.[1] !== undefined && subdomain[1].toLowerCase() !== 'www') {
    return toName(subdomain[1], subdomain[2]);
  }
  const link = hostPattern.exec(trimmed);
  if (link?.[1] !== undefined) return readPath(link[1]);
  return toName(trimmed.replace(/^@/, ''), undefined);
}

function readPath(pathAndQuery: string): ChannelReference {
  const [path = ''] = pathAndQuery.split(/[?#]/);
  const [first = '', second, third] = path.split('/').filter((part) => part !== '');
  if (first.startsWith('+') || first.toLowerCase() === 'joinchat') {
    return first === '+' || (first.toLowerCase() === 'joinchat' && second === undefined)
      ? { kind: 'garbage' }
      : { kind: 'private' };
  }
  if (first.toLowerCase() === 'c') {
    return second !== undefined && /^\d+$/.test(second) ? { kind: 'private' } : { kind: 'garbage' };
  }
  if (first.toLowerCase() === 's') return toName(second ?? '', third);
  return reserved.has(first.toLowerCase()) ? { kind: 'garbage' } : toName(first.replace(/^@/, ''), second);
}

function toName(name: string, post: string | undefined): ChannelReference {
  if (name.length < 4 || name.length > 32 || !namePattern.test(name)) return { kind: 'garbage' };
  const postId = post !== undefined && /^\d{1,10}$/.test(post) ? Number(post) : 0;
  return { kind: 'name', name, postId: postId > 0 ? postId : null };
}

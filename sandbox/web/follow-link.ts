import { type RightName, readLinkRights } from '#sandbox/bot-api/admin-rights.ts';
import { readInviteHash } from '#sandbox/bot-api/invite-links.ts';
import type { World } from '#sandbox/world/world.ts';

/** What a click on a link means inside Telegram. */
export type LinkTarget =
  /** The chat with our bot; `parameter` waits for a press of Start. */
  | { kind: 'bot'; parameter: string | null }
  | { kind: 'mini-app'; startParameter: string | null }
  /** Choose a channel for the bot to administrate; `rights` by the Bot API's names. */
  | { kind: 'appoint'; rights: RightName[] }
  | { kind: 'invite'; hash: string; title: string }
  /** A QR code somebody shows to log in. */
  | { kind: 'login'; token: string }
  | { kind: 'channel'; channelId: string; messageId: number | null }
  | { kind: 'unknown-name'; name: string }
  | { kind: 'outside'; url: string }
  /** A scheme no page should open. */
  | { kind: 'refused' };

/** Reads `address` (`https://t.me/…`, `tg://resolve?…` or anything else) as Telegram's clients do. */
export function followLink(address: string, world: World, botUsername: string): LinkTarget {
  const text = /^[a-z][a-z0-9+.-]*:/i.test(address) ? address : `https://${address}`;
  if (!URL.canParse(text)) return { kind: 'refused' };
  const url = new URL(text);
  if (url.protocol === 'tg:') return followSchemeLink(url, world, botUsername);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return { kind: 'refused' };
  if (!['t.me', 'telegram.me', 'telegram.dog'].includes(url.hostname))
    return { kind: 'outside', url: url.href };
  const hash = readInviteHash(text);
  if (hash !== null) return followInvite(hash, world);
  const [name = '', second = ''] = url.pathname.split('/').filter((part) => part !== '' && part !== 's');
  return resolve(name, second, url.searchParams, world, botUsername);
}

function followSchemeLink(url: URL, world: World, botUsername: string): LinkTarget {
  const token = url.searchParams.get('token');
  if (url.hostname === 'login' && token !== null) return { kind: 'login', token };
  const invite = url.hostname === 'join' ? url.searchParams.get('invite') : null;
  if (invite !== null) return followInvite(invite, world);
  if (url.hostname !== 'resolve') return { kind: 'refused' };
  const app = url.searchParams.get('appname') ?? url.searchParams.get('post') ?? '';
  return resolve(url.searchParams.get('domain') ?? '', app, url.searchParams, world, botUsername);
}

function followInvite(hash: string, world: World): LinkTarget {
  const invite = world.inviteByHash(hash);
  const channel = invite === null || invite.isRevoked ? null : world.channel(invite.channelId);
  return channel === null
    ? { kind: 'unknown-name', name: `+${hash}` }
    : { kind: 'invite', hash, title: channel.title };
}

function resolve(
  name: string,
  second: string,
  query: URLSearchParams,
  world: World,
  botUsername: string,
): LinkTarget {
  if (name.toLowerCase() === botUsername.toLowerCase()) {
    if (query.has('startchannel'))
      return { kind: 'appoint', rights: readLinkRights(query.get('admin') ?? '') };
    const startParameter = query.get('startapp');
    const isApp = startParameter !== null || (second !== '' && !/^\d+$/.test(second));
    if (isApp) return { kind: 'mini-app', startParameter: startParameter === '' ? null : startParameter };
    return { kind: 'bot', parameter: query.get('start') };
  }
  const found = world.byUsername(name);
  if (found?.kind !== 'channel') return { kind: 'unknown-name', name };
  return {
    kind: 'channel',
    channelId: found.channel.id,
    messageId: /^\d+$/.test(second) ? Number(second) : null,
  };
}

import type { WorldChannel } from '#sandbox/world/world.ts';
import type { BotApiContext } from './context.ts';

/** Rights an administrator of a broadcast channel may have, by the Bot API's names. */
export const rightNames = [
  'can_manage_chat',
  'can_change_info',
  'can_post_messages',
  'can_edit_messages',
  'can_delete_messages',
  'can_invite_users',
  'can_restrict_members',
  'can_promote_members',
  'can_manage_video_chats',
  'can_post_stories',
  'can_edit_stories',
  'can_delete_stories',
] as const;

export type RightName = (typeof rightNames)[number];
export type AdminRights = Record<RightName, boolean>;

/** What a bot gets where nobody chose anything else. */
const usual: readonly RightName[] = [
  'can_manage_chat',
  'can_post_messages',
  'can_edit_messages',
  'can_delete_messages',
  'can_invite_users',
];

/** Exactly these rights; every administrator may manage the chat. */
export function createRights(names: readonly string[] = usual): AdminRights {
  const chosen = new Set<string>(['can_manage_chat', ...names]);
  return Object.fromEntries(rightNames.map((name) => [name, chosen.has(name)])) as AdminRights;
}

/** Rights named in a link, `post_messages+edit_messages`, as the Bot API calls them; unknown ones are left out. */
export function readLinkRights(text: string): RightName[] {
  const given = text.split(/[ +]/).map((name) => `can_${name}`);
  return rightNames.filter((name) => given.includes(name));
}

/** The bot's own rights in a channel; null: it is no administrator there. */
export function botRights(channel: WorldChannel, { bot, store }: BotApiContext): AdminRights | null {
  if (!channel.adminIds.has(bot.id)) return null;
  return createRights(store.setting<string[] | undefined>(`rights:${channel.id}`, undefined));
}

export function saveBotRights(channelId: string, { store }: BotApiContext, rights: AdminRights): void {
  store.saveSetting(
    `rights:${channelId}`,
    rightNames.filter((name) => rights[name]),
  );
}

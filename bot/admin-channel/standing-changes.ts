import { Composer, type Filter } from 'grammy';
import type { ChannelId } from '#contract/channel-id.ts';
import type { Language } from '#format/language.ts';
import type { Messages } from '#locales/create-messages.ts';
import type { SeenViewer } from '#server/actions/remember-viewer.ts';
import { fromMarkedId, toMarkedId } from '#server/ids.ts';
import type { BotApiClient } from '#server/telegram-bot-api/client.ts';
import { BotApiError } from '#server/telegram-bot-api/errors.ts';
import { fetchAdminRole } from '#server/telegram-bot-api/fetch-admin-role.ts';
import { type ChannelOfBot, fetchChat, fetchMemberCount } from '#server/telegram-bot-api/fetch-channel.ts';
import type { BotContext } from '../bot-context.ts';
import type { AdminDesk } from './admin-desk.ts';
import { tellNotices } from './tell-notices.ts';

export interface StandingDependencies {
  adminDesk: AdminDesk;
  botApi: Pick<BotApiClient, 'call'>;
  messages: Record<Language, Messages>;
  rememberViewer(viewer: SeenViewer): Promise<unknown>;
  now: () => Date;
}

/** The bot is made an administrator of a channel, or is one no more. Other chats' news of that kind end here. */
export function createStandingChanges(dependencies: StandingDependencies): Composer<BotContext> {
  const composer = new Composer<BotContext>();
  composer.on('my_chat_member', async (ctx) => {
    const { adminDesk, messages } = dependencies;
    const channelId = ctx.chat.type === 'channel' ? fromMarkedId(String(ctx.chat.id)) : null;
    if (channelId === null) return;
    const { date, new_chat_member: member } = ctx.myChatMember;
    const changedAt = new Date(date * 1_000);
    const updateId = ctx.update.update_id;
    if (member.status === 'administrator') await promote(ctx, channelId, changedAt, dependencies);
    else await adminDesk.noteRemoval({ channelId, updateId, changedAt });
    await tellNotices(ctx, adminDesk, messages);
  });
  return composer;
}

async function promote(
  ctx: Filter<BotContext, 'my_chat_member'>,
  channelId: ChannelId,
  changedAt: Date,
  { adminDesk, botApi, rememberViewer, now }: StandingDependencies,
): Promise<void> {
  const chatId = toMarkedId(channelId);
  const described = await describe(botApi, chatId);
  // Removed again in the meantime; the update that says so comes.
  if (described === null) return;
  const { from, old_chat_member: before } = ctx.myChatMember;
  const isNew = before.status !== 'administrator' && !from.is_bot;
  const role = isNew ? await fetchAdminRole(botApi, chatId, String(from.id)) : null;
  const viewerId = String(from.id);
  if (role !== null) {
    const { first_name: firstName, language_code: languageCode = null } = from;
    await rememberViewer({ viewerId, firstName, languageCode, now: now() });
  }
  await adminDesk.notePromotion({
    ...{ channelId, changedAt, updateId: ctx.update.update_id, ...described },
    promoter: role === null ? null : { viewerId, role },
  });
}

/** null: the bot may not see the channel. */
async function describe(
  botApi: Pick<BotApiClient, 'call'>,
  chatId: string,
): Promise<{ described: ChannelOfBot; subscribers: number | null } | null> {
  try {
    const chat = await fetchChat(botApi, chatId);
    if (chat.kind !== 'channel') return null;
    return { described: chat.channel, subscribers: await fetchMemberCount(botApi, chatId) };
  } catch (error) {
    if (error instanceof BotApiError && (error.errorCode === 400 || error.errorCode === 403)) return null;
    throw error;
  }
}

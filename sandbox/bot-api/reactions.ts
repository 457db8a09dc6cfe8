import type { BotApiContext } from './context.ts';

/** Reactions everybody may leave; from the list in the description of `ReactionTypeEmoji`. */
export const emojiReactions: readonly string[] =
  '👍 👎 ❤ 🔥 🥰 👏 😁 🤔 🤯 😱 🤬 😢 🎉 🤩 🤮 💩 🙏 👌 🕊 🤡 🥱 🥴 😍 🐳 ❤‍🔥 🌚 🌭 💯 🤣 ⚡ 🍌 🏆 💔 🤨 😐 🍓 🍾 💋 🖕 😈 😴 😭 🤓 👻 👨‍💻 👀 🎃 🙈 😇 😨 🤝 ✍ 🤗 🫡 🎅 🎄 ☃ 💅 🤪 🗿 🆒 💘 🙉 🦄 😘 💊 🙊 😎 👾 🤷‍♂ 🤷 🤷‍♀ 😡'.split(
    ' ',
  );

/** Who left which emoji on one message of a private chat, by user id. */
export type ChatReactions = Record<string, string>;

/** Reactions on the messages of the chat with one person, by message id. */
export function readChatReactions(context: BotApiContext, userId: string): Record<string, ChatReactions> {
  return context.store.setting(`reactions:${userId}`, {});
}

/** Sets or, with null, takes away one side's reaction to a message of the chat with `userId`. */
export function saveChatReaction(
  context: BotApiContext,
  userId: string,
  messageId: number,
  fromId: string,
  emoji: string | null,
): void {
  const all = readChatReactions(context, userId);
  const { [fromId]: _, ...others } = all[messageId] ?? {};
  const next = emoji === null ? others : { ...others, [fromId]: emoji };
  context.store.saveSetting(`reactions:${userId}`, { ...all, [messageId]: next });
  context.book.announce({ kind: 'chat', userId });
}

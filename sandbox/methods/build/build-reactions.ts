import type { TlObject } from '#sandbox/tl/tl-object.ts';
import type { WorldReaction } from '#sandbox/world/world.ts';

/** `messageReactions`; undefined where nobody reacted, because then Telegram sends none. */
export function buildReactions(reactions: readonly WorldReaction[]): TlObject | undefined {
  if (reactions.length === 0) return undefined;
  return {
    _: 'messageReactions',
    can_see_list: false,
    results: reactions.map((reaction) => ({
      _: 'reactionCount',
      reaction: buildReaction(reaction),
      count: reaction.count,
    })),
  };
}

function buildReaction({ emoticon, customEmojiId }: WorldReaction): TlObject {
  if (emoticon !== undefined) return { _: 'reactionEmoji', emoticon };
  if (customEmojiId !== undefined) return { _: 'reactionCustomEmoji', document_id: BigInt(customEmojiId) };
  return { _: 'reactionPaid' };
}

/**
 * The kinds of update the bot handles, asked for exactly by polling and by `setWebhook`: what is not named here never
 * arrives, and what is not given at all keeps its previous value at Telegram. `chat_member` and `message_reaction_count`
 * come to administrators alone, and only to those who name them.
 */
export const allowedUpdates: readonly string[] = [
  'message',
  'callback_query',
  'channel_post',
  'edited_channel_post',
  'my_chat_member',
  'chat_member',
  'message_reaction_count',
];

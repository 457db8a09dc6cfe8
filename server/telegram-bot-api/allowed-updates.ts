/**
 * The kinds of update the bot handles, asked for exactly by polling and by `setWebhook`: what is not named here never
 * arrives, and what is not given at all keeps its previous value at Telegram.
 */
export const allowedUpdates: readonly string[] = ['message', 'callback_query'];

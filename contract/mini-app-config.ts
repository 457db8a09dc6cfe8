import { z } from 'zod';

/** Answer of `GET /config`: what the Mini App must know before it has a session. Nothing in it is secret. */
export const miniAppConfigSchema = z.object({
  /** Origins of the pages that may show the Mini App in a frame; it talks to no other frame. */
  miniAppHosts: z.array(z.string()),
  /** Without `@`; null while the Bot API cannot be reached. */
  botUsername: z.string().nullable(),
  /** Where a browser finds the bot; null where there is no such page: `t.me` knows the bots of the real Telegram only. */
  botLink: z.url().nullable(),
});
export type MiniAppConfig = z.infer<typeof miniAppConfigSchema>;

import { z } from 'zod';

/** Answer of `POST /auth/session`: a bearer token for the requests that follow. */
export const authSessionSchema = z.object({ token: z.string().min(22), expiresAt: z.iso.datetime() });
export type AuthSession = z.infer<typeof authSessionSchema>;

/** Answer of `GET /users/me`: the viewer, the person looking at the Mini App. */
export const viewerSchema = z.object({
  /** Telegram user id, decimal text. */
  viewerId: z.string(),
  firstName: z.string(),
  language: z.enum(['en', 'ru']),
  isAdmin: z.boolean(),
});
export type Viewer = z.infer<typeof viewerSchema>;

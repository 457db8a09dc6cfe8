/**
 * The border with Telegram's client: only this folder imports the SDK, so that a successor of it is a change here and
 * nowhere else. Everything behind it is told in our own words: who opened the app, with what, and how it looks.
 */

/** The page that shows us, told by the browser; null when nobody frames us or the browser does not say. */
export interface Surroundings {
  isFramed: boolean;
  /** Chromium and Safari list the origins of all parents, nearest first. */
  ancestorOrigins: readonly string[];
  referrer: string;
}

/** Telegram Web's own origin: the SDK talks to it unless it is told otherwise. */
export const telegramWeb = 'https://web.telegram.org';

/** Origin of the page that frames us; null when there is none or the browser keeps it to itself. */
export function parentOrigin({ isFramed, ancestorOrigins, referrer }: Surroundings): string | null {
  if (!isFramed) return null;
  const [nearest] = ancestorOrigins;
  if (nearest !== undefined) return nearest;
  return URL.canParse(referrer) ? new URL(referrer).origin : null;
}

/**
 * The origin that events may be posted to. A frame of anybody else gets none: it would be told what a person does here.
 * Compared are whole origins, never beginnings of addresses.
 */
export function chooseHost(origin: string | null, allowedHosts: readonly string[]): string | null {
  if (origin === null) return telegramWeb;
  return allowedHosts.some((host) => URL.canParse(host) && new URL(host).origin === origin) ? origin : null;
}

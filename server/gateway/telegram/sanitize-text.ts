/**
 * Makes a text of Telegram storable: PostgreSQL refuses U+0000 in any text and lone surrogates in JSONB. Surrogates
 * become U+FFFD, which is as long, so entity offsets stay right; zero characters are dropped, and Telegram sends none.
 */
export function sanitizeText(text: string): string {
  return (text.includes('\u0000') ? text.replaceAll('\u0000', '') : text).toWellFormed();
}

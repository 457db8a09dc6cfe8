/**
 * Makes a text of Telegram storable: PostgreSQL refuses U+0000 in any text and lone surrogates in JSONB. Surrogates
 * become U+FFFD, which is as long, so entity offsets stay right.
 */
export function cleanText(text: string): string {
  return text.replaceAll('\u0000', '').toWellFormed();
}

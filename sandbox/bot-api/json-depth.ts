/** Telegram's own reader of JSON goes no deeper. */
const deepest = 100;

/**
 * Whether a JSON text is nested deeper than Telegram reads. Asked before it is parsed: what is kept of such a text could
 * not be written again.
 */
export function isTooDeep(text: string): boolean {
  let depth = 0;
  let isInText = false;
  for (let at = 0; at < text.length; at++) {
    const letter = text[at];
    if (isInText) {
      if (letter === '\\') at++;
      else if (letter === '"') isInText = false;
    } else if (letter === '"') isInText = true;
    else if (letter === '[' || letter === '{') {
      depth++;
      if (depth > deepest) return true;
    } else if (letter === ']' || letter === '}') depth--;
  }
  return false;
}

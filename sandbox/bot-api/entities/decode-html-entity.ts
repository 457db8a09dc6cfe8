const named: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"' };

/** The character written at `at` as `&lt;`, `&#39;` or `&#x27;`; null where Telegram leaves the ampersand as it is. */
export function decodeHtmlEntity(source: string, at: number): { character: string; end: number } | null {
  const match = /^&(?:#(?:x([0-9a-f]{1,6})|(\d{1,7}))|([a-z]+));?/i.exec(source.slice(at, at + 12));
  if (match === null) return null;
  const end = at + match[0].length;
  const name = match[3];
  if (name !== undefined) {
    const character = named[name];
    return character === undefined ? null : { character, end };
  }
  const code = match[1] === undefined ? Number(match[2]) : Number.parseInt(match[1], 16);
  if (code === 0 || code >= 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) return null;
  return { character: String.fromCodePoint(code), end };
}

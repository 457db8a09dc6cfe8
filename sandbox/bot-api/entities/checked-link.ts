/** A link Telegram would keep, normalised; null: it is dropped silently and its text stays. */
export function checkedLink(address: string): string | null {
  const trimmed = address.trim();
  const withScheme = /^[a-z][a-z0-9+.-]*:/i.test(trimmed) ? trimmed : `http://${trimmed}`;
  if (!URL.canParse(withScheme)) return null;
  const url = new URL(withScheme);
  if (!['http:', 'https:', 'tg:', 'ton:'].includes(url.protocol)) return null;
  if (url.protocol.startsWith('http') && !/[.:]|^localhost$/.test(url.hostname)) return null;
  return url.href;
}

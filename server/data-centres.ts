export interface DataCentre {
  id: number;
  ip: string;
  port: number;
}

/** `2:127.0.1.2:443` → the data centre to begin with; null: Telegram's own. */
export function parseDataCentre(text: string | undefined): DataCentre | null {
  if (text === undefined) return null;
  const [id, ip, port] = text.split(':');
  return ip === undefined ? null : { id: Number(id), ip, port: Number(port) };
}

/** `127.0.1.2=127.0.0.1:30443,…` → where announced addresses really listen, by announced address. */
export function parseDataCentreMap(text: string | undefined): Map<string, { host: string; port: number }> {
  const map = new Map<string, { host: string; port: number }>();
  for (const entry of text?.split(',') ?? []) {
    const [announced, target] = entry.split('=');
    const [host, port] = target?.split(':') ?? [];
    if (announced !== undefined && host !== undefined) map.set(announced, { host, port: Number(port) });
  }
  return map;
}

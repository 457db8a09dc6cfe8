import { type KeyValueFile, openKeyValueFile } from '#sandbox/bot-api/key-value-file.ts';

/** Where accounts keep what must outlive the process. */
export type Values = Pick<KeyValueFile, 'get' | 'put' | 'delete' | 'entries' | 'close'>;

/** The values kept in `file`; null keeps them in memory only. */
export function openValues(file: string | null): Values {
  if (file !== null) return openKeyValueFile(file);
  const values = new Map<string, unknown>();
  return {
    get: (key) => values.get(key),
    put: (key, value) => {
      values.set(key, value);
    },
    delete: (key) => {
      values.delete(key);
    },
    entries: (prefix) => [...values].filter(([key]) => key.startsWith(prefix)),
    close: () => values.clear(),
  };
}

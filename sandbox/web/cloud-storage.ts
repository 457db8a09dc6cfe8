import type { BotStore } from '#sandbox/bot-api/bot-store.ts';

/** Limits of Telegram's cloud storage of Mini Apps. */
const maxKeys = 1_024;
const maxValueLength = 4_096;

/** Answers `web_app_invoke_custom_method` of one person, with Telegram's error names. */
export function invokeCustomMethod(
  store: BotStore,
  userId: string,
  method: string,
  parameters: Readonly<Record<string, unknown>>,
  now: number,
): { result: unknown } | { error: string } {
  const name = `cloud-storage:${userId}`;
  const values = { ...store.setting<Record<string, string>>(name, {}) };
  const keys = [parameters.keys ?? []].flat().map(String);
  switch (method) {
    case 'getCurrentTime':
      return { result: Math.floor(now) };
    case 'getStorageKeys':
      return { result: Object.keys(values) };
    case 'getStorageValues':
      return { result: Object.fromEntries(keys.map((key) => [key, values[key] ?? ''])) };
    case 'saveStorageValue': {
      const [key, value] = [String(parameters.key ?? ''), String(parameters.value ?? '')];
      if (!/^[A-Za-z0-9_-]{1,128}$/.test(key)) return { error: 'KEY_INVALID' };
      if (value.length > maxValueLength) return { error: 'VALUE_INVALID' };
      if (!(key in values) && Object.keys(values).length >= maxKeys) return { error: 'TOO_MANY_KEYS' };
      store.saveSetting(name, { ...values, [key]: value });
      return { result: true };
    }
    case 'deleteStorageValues':
      for (const key of keys) delete values[key];
      store.saveSetting(name, values);
      return { result: true };
    default:
      return { error: 'METHOD_NOT_FOUND' };
  }
}

import { Bot, GrammyError, InputFile } from 'grammy';
import type { BotOutcome, Parameters, Upload } from './bot-row.ts';

/** grammY gives these no place for parameters. */
const bare = new Set(['getMe', 'logOut', 'close', 'getWebhookInfo']);

/** grammY's raw methods; what the Bot API refuses is an outcome, everything else throws. */
export function createGrammyCaller(token: string, apiRoot: string) {
  const { raw } = new Bot(token, { client: { apiRoot } }).api;
  return async (method: string, parameters: Parameters = {}): Promise<BotOutcome> => {
    const ask: unknown = Reflect.get(raw, method);
    if (typeof ask !== 'function') throw new TypeError(`grammY has no ${method}`);
    try {
      return { kind: 'result', result: await (bare.has(method) ? ask() : ask(toGrammy(parameters))) };
    } catch (failure) {
      if (!(failure instanceof GrammyError)) throw failure;
      const { error_code: code, description, parameters: more } = failure;
      return { kind: 'error', code, description, retryAfter: more.retry_after ?? null };
    }
  };
}

/** The same value with grammY's uploads in place of ours. */
function toGrammy(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(toGrammy);
  if (typeof value !== 'object' || value === null) return value;
  if (isUpload(value)) return new InputFile(value.content, value.name);
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, toGrammy(part)]));
}

function isUpload(value: object): value is Upload {
  return 'kind' in value && value.kind === 'upload';
}

import { randomBytes } from 'node:crypto';
import { badRequest } from '../api-error.ts';
import type { BotApiContext, BotApiMethod } from '../context.ts';
import type { InlineAnswer } from '../inline-queries.ts';
import { readInlineResult } from '../inline-results.ts';
import type { Parameters } from '../parameters.ts';
import { chatKinds, savePrepared } from '../prepared-messages.ts';
import { checkedWebAppUrl } from '../reply-markup.ts';

const mostResults = 50;
const maxOffsetBytes = 64;
const usualCacheSeconds = 300;

async function answerInlineQuery(parameters: Parameters, context: BotApiContext): Promise<unknown> {
  const given = parameters.json('results', 'inline query results');
  if (!Array.isArray(given)) throw badRequest('expected an Array of InlineQueryResult');
  if (given.length > mostResults) throw badRequest('too many inline query results specified');
  const results = await Promise.all(given.map((entry: unknown) => readInlineResult(entry, context)));
  if (new Set(results.map(({ id }) => id)).size < results.length) throw badRequest('RESULT_ID_DUPLICATE');
  const nextOffset = parameters.text('next_offset');
  if (Buffer.byteLength(nextOffset) > maxOffsetBytes) throw badRequest('NEXT_OFFSET_INVALID');
  const answer = { results, nextOffset, button: readButton(parameters) };
  const cache = {
    seconds: Math.max(0, parameters.integer('cache_time', usualCacheSeconds)),
    isPersonal: parameters.flag('is_personal'),
  };
  const isInTime = context.inline.answer(parameters.text('inline_query_id').trim(), answer, cache);
  if (!isInTime) throw badRequest('query is too old and response timeout expired or query ID is invalid');
  return true;
}

function readButton(parameters: Parameters): InlineAnswer['button'] {
  const button = parameters.json('button', 'inline query results button') as
    | { text?: unknown; web_app?: { url?: unknown }; start_parameter?: unknown }
    | undefined;
  if (button === undefined) return null;
  if (typeof button.text !== 'string' || button.text === '')
    throw badRequest('can\'t parse inline query results button: Can\'t find field "text"');
  if (button.web_app !== undefined) {
    const webAppUrl = checkedWebAppUrl(button.web_app.url, 'inline query results button');
    return { text: button.text, webAppUrl, startParameter: null };
  }
  const parameter = String(button.start_parameter ?? '');
  if (parameter === '') throw badRequest("can't use empty start_parameter");
  if (parameter.length > 64) throw badRequest('too long start_parameter specified');
  if (!/^[\w-]+$/.test(parameter)) throw badRequest('unallowed characters in start_parameter are used');
  return { text: button.text, webAppUrl: null, startParameter: parameter };
}

async function savePreparedInlineMessage(parameters: Parameters, context: BotApiContext): Promise<unknown> {
  const userId = parameters.text('user_id').trim();
  if (!/^\d+$/.test(userId)) throw badRequest('invalid user_id specified');
  const user = context.world.user(userId);
  if (user === null || user.isBot) throw badRequest('user not found');
  const value = parameters.json('result', 'inline query result');
  if (value === undefined) throw badRequest('inline query result is not specified');
  const result = await readInlineResult(value, context);
  const allowed = chatKinds.filter((kind) => parameters.flag(`allow_${kind}_chats`));
  const id = randomBytes(12).toString('base64url');
  const expiration_date = savePrepared(context, { id, userId, result, allowed });
  return { id, expiration_date };
}

/** Inline mode, and messages prepared for people to send. */
export const inlineMethods: Record<string, BotApiMethod> = { answerInlineQuery, savePreparedInlineMessage };

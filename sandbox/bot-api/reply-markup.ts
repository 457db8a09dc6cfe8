import { badRequest } from './api-error.ts';
import type { ChatRequest, InlineButton, InlineKeyboard, ReplyButton, ReplyMarkup } from './bot-objects.ts';
import { isLoopbackHost } from './loopback.ts';
import type { Parameters } from './parameters.ts';

/** Buttons beyond these are cut off by Telegram without a word. */
const maxButtons = 100;
const maxCallbackBytes = 64;

/** Where a keyboard is to be shown decides which buttons it may have. */
export interface MarkupPlace {
  isPrivate: boolean;
}

/** Reads `reply_markup`, refusing what Telegram refuses, with its texts; null when none was given. */
export function readReplyMarkup(parameters: Parameters, place: MarkupPlace): ReplyMarkup | null {
  const value = parameters.json('reply_markup', 'reply keyboard markup');
  if (value === undefined) return null;
  if (!isRecord(value)) throw badRequest('object expected as reply markup');
  if ('inline_keyboard' in value) return readInline(value.inline_keyboard, place);
  if ('keyboard' in value) return readKeyboard(value);
  if (value.remove_keyboard === true) return { remove_keyboard: true };
  if (value.force_reply === true) return { force_reply: true, ...placeholder(value) };
  return null;
}

/** Reads `reply_markup` where only an inline keyboard may stand. */
export function readInlineMarkup(parameters: Parameters, place: MarkupPlace): InlineKeyboard | null {
  const markup = readReplyMarkup(parameters, place);
  if (markup === null) return null;
  if (!('inline_keyboard' in markup)) throw badRequest('inline keyboard expected');
  return markup.inline_keyboard.length === 0 ? null : markup;
}

function readInline(rows: unknown, place: MarkupPlace): InlineKeyboard {
  let left = maxButtons;
  const keyboard = readRows(rows, 'inline keyboard', 'InlineKeyboardMarkup').map((row) =>
    row.slice(0, left).map((button) => {
      left--;
      return readInlineButton(button, place);
    }),
  );
  return { inline_keyboard: keyboard.filter((row) => row.length > 0) };
}

function readInlineButton(value: unknown, place: MarkupPlace): InlineButton {
  const refuse = (why: string) => badRequest(`can't parse inline keyboard button: ${why}`);
  if (!isRecord(value)) throw refuse('InlineKeyboardButton must be an Object');
  if (value.text === undefined) throw refuse('Can\'t find field "text"');
  if (typeof value.text !== 'string') throw refuse('Field "text" must be of type String');
  if (value.text.trim() === '') throw badRequest('inline keyboard button text is empty');
  const { text } = value;
  if (typeof value.url === 'string') return { text, url: checkedUrl(value.url) };
  if (typeof value.callback_data === 'string') {
    const size = Buffer.byteLength(value.callback_data);
    if (size === 0 || size > maxCallbackBytes) throw badRequest('BUTTON_DATA_INVALID');
    return { text, callback_data: value.callback_data };
  }
  if (isRecord(value.web_app)) {
    if (!place.isPrivate) throw badRequest('BUTTON_TYPE_INVALID');
    return { text, web_app: { url: checkedWebAppUrl(value.web_app.url, 'inline keyboard button') } };
  }
  if (typeof value.switch_inline_query === 'string')
    return { text, switch_inline_query: value.switch_inline_query };
  if (typeof value.switch_inline_query_current_chat === 'string') {
    return { text, switch_inline_query_current_chat: value.switch_inline_query_current_chat };
  }
  if (isRecord(value.copy_text) && typeof value.copy_text.text === 'string') {
    return { text, copy_text: { text: value.copy_text.text } };
  }
  throw refuse('Text buttons are unallowed in the inline keyboard');
}

function readKeyboard(value: Record<string, unknown>): ReplyMarkup {
  const keyboard = readRows(value.keyboard, 'keyboard', 'ReplyKeyboardMarkup').map((row) =>
    row.map(readReplyButton),
  );
  return {
    keyboard: keyboard.filter((row) => row.length > 0),
    ...(value.resize_keyboard === true && { resize_keyboard: true }),
    ...(value.one_time_keyboard === true && { one_time_keyboard: true }),
    ...(value.is_persistent === true && { is_persistent: true }),
    ...placeholder(value),
  };
}

function readReplyButton(value: unknown): ReplyButton {
  if (typeof value === 'string') return { text: value };
  const refuse = (why: string) => badRequest(`can't parse keyboard button: ${why}`);
  if (!isRecord(value)) throw refuse('KeyboardButton must be an Object');
  if (typeof value.text !== 'string') throw refuse('Can\'t find field "text"');
  const { text } = value;
  if (isRecord(value.web_app))
    return { text, web_app: { url: checkedWebAppUrl(value.web_app.url, 'keyboard button') } };
  if (value.request_contact === true) return { text, request_contact: true };
  if (value.request_location === true) return { text, request_location: true };
  if (isRecord(value.request_chat)) return { text, request_chat: readChatRequest(value.request_chat) };
  return { text };
}

function readChatRequest(value: Record<string, unknown>): ChatRequest {
  const refuse = (why: string) => badRequest(`can't parse keyboard button: ${why}`);
  const { request_id, chat_is_channel } = value;
  if (!Number.isInteger(request_id)) throw refuse('Can\'t find field "request_id"');
  if (typeof chat_is_channel !== 'boolean') throw refuse('Can\'t find field "chat_is_channel"');
  return { ...value, request_id: Number(request_id), chat_is_channel };
}

function readRows(rows: unknown, what: string, owner: string): unknown[][] {
  if (!Array.isArray(rows))
    throw badRequest(
      `can't parse ${what}: Field "${what.replace(' ', '_')}" of the ${owner} must be an Array`,
    );
  return rows.map((row: unknown) => {
    if (!Array.isArray(row)) throw badRequest(`can't parse ${what}: ${owner} must be an Array of Arrays`);
    return row;
  });
}

function checkedUrl(address: string): string {
  const url = address.trim();
  const withScheme = /^[a-z][a-z0-9+.-]*:/i.test(url) ? url : `http://${url}`;
  const scheme = URL.canParse(withScheme) ? new URL(withScheme).protocol : '';
  if (!['http:', 'https:', 'tg:', 'ton:'].includes(scheme)) {
    throw badRequest(`inline keyboard button URL '${address}' is invalid: Wrong HTTP URL`);
  }
  return withScheme;
}

/** https, or http to this machine, as Telegram's test environment allows it. */
export function checkedWebAppUrl(address: unknown, what: string): string {
  if (typeof address !== 'string')
    throw badRequest(`can't parse ${what}: Field "url" must be of type String`);
  const url = URL.canParse(address) ? new URL(address) : null;
  if (url === null) throw badRequest(`${what} Web App URL '${address}' is invalid: Wrong HTTP URL`);
  const isAllowed = url.protocol === 'https:' || (url.protocol === 'http:' && isLoopbackHost(url.hostname));
  if (!isAllowed)
    throw badRequest(`${what} Web App URL '${address}' is invalid: Only HTTPS links are allowed`);
  return address;
}

function placeholder(value: Record<string, unknown>): { input_field_placeholder?: string } {
  const text = value.input_field_placeholder;
  return typeof text === 'string' && text !== '' ? { input_field_placeholder: text } : {};
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * The objects of the Bot API as they travel in JSON, as far as the sandbox makes them. Names and optional fields are
 * those of core.telegram.org/bots/api; a field that is absent is absent in the JSON too.
 */

export interface BotUser {
  id: number;
  is_bot: boolean;
  first_name: string;
  last_name?: string;
  username?: string;
  language_code?: string;
  is_premium?: true;
}

export interface BotChat {
  id: number;
  type: 'private' | 'channel' | 'supergroup';
  title?: string;
  username?: string;
  first_name?: string;
  last_name?: string;
}

export interface BotEntity {
  type: string;
  offset: number;
  length: number;
  url?: string;
  user?: BotUser;
  language?: string;
  custom_emoji_id?: string;
}

export interface InlineButton {
  text: string;
  url?: string;
  callback_data?: string;
  web_app?: { url: string };
  switch_inline_query?: string;
  switch_inline_query_current_chat?: string;
  copy_text?: { text: string };
}

export interface ReplyButton {
  text: string;
  request_contact?: boolean;
  request_location?: boolean;
  request_chat?: ChatRequest;
  web_app?: { url: string };
}

/** `KeyboardButtonRequestChat`. */
export interface ChatRequest {
  request_id: number;
  chat_is_channel: boolean;
  chat_has_username?: boolean;
  chat_is_created?: boolean;
  user_administrator_rights?: Record<string, boolean>;
  bot_administrator_rights?: Record<string, boolean>;
  bot_is_member?: boolean;
  request_title?: boolean;
  request_username?: boolean;
}

export interface InlineKeyboard {
  inline_keyboard: InlineButton[][];
}

export type ReplyMarkup =
  | InlineKeyboard
  | {
      keyboard: ReplyButton[][];
      resize_keyboard?: boolean;
      one_time_keyboard?: boolean;
      is_persistent?: boolean;
      input_field_placeholder?: string;
    }
  | { remove_keyboard: true }
  | { force_reply: true; input_field_placeholder?: string };

export interface FileObject {
  file_id: string;
  file_unique_id: string;
  file_size: number;
}

export interface BotMessage {
  message_id: number;
  from?: BotUser;
  sender_chat?: BotChat;
  chat: BotChat;
  date: number;
  edit_date?: number;
  text?: string;
  entities?: BotEntity[];
  caption?: string;
  caption_entities?: BotEntity[];
  photo?: (FileObject & { width: number; height: number })[];
  document?: FileObject & { file_name?: string; mime_type?: string };
  video?: FileObject & {
    width: number;
    height: number;
    duration: number;
    file_name?: string;
    mime_type?: string;
  };
  /** `document` is set too, as in every message with an animation. */
  animation?: FileObject & {
    width: number;
    height: number;
    duration: number;
    file_name?: string;
    mime_type?: string;
  };
  audio?: FileObject & { duration: number; file_name?: string; mime_type?: string };
  voice?: FileObject & { duration: number; file_name?: string; mime_type?: string };
  sticker?: FileObject & {
    type: 'regular';
    width: number;
    height: number;
    is_animated: boolean;
    is_video: boolean;
    file_name?: string;
    mime_type?: string;
  };
  poll?: { id: string; question: string; [field: string]: unknown };
  location?: { latitude: number; longitude: number };
  /** `location` is set too. */
  venue?: { location: { latitude: number; longitude: number }; title: string; address: string };
  media_group_id?: string;
  reply_to_message?: BotMessage;
  forward_origin?: Record<string, unknown>;
  reply_markup?: InlineKeyboard;
  link_preview_options?: Record<string, unknown>;
  write_access_allowed?: { from_request: true };
  web_app_data?: { data: string; button_text: string };
  chat_shared?: Record<string, unknown>;
  contact?: { phone_number: string; first_name: string; last_name?: string; user_id?: number };
  author_signature?: string;
  via_bot?: BotUser;
}

/** One update without its id: exactly one kind and its payload. */
export interface UpdateContent {
  kind: string;
  payload: unknown;
}

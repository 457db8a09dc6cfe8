import type { BotMessage, ReplyMarkup, UpdateContent } from './bot-objects.ts';
import type { KeyValueFile } from './key-value-file.ts';

export interface WebhookSettings {
  url: string;
  secretToken: string | null;
  maxConnections: number;
  ipAddress: string | null;
  /** PEM that came with setWebhook; null: none. */
  certificate: string | null;
}

export interface BotCommand {
  command: string;
  description: string;
}

export type MenuButton =
  | { type: 'commands' }
  | { type: 'default' }
  | { type: 'web_app'; text: string; web_app: { url: string } };

/** What the bot's server knows of the chat with one person. */
export interface ChatState {
  hasStarted: boolean;
  isBlocked: boolean;
  /** The keyboard below the text field, until it is replaced or removed. */
  keyboard: ReplyMarkup | null;
}

/** A queued update: `id` ascends, `queue` orders the deliveries of a webhook, `expiresAt` is unix seconds. */
export interface StoredUpdate extends UpdateContent {
  id: number;
  queue: string;
  expiresAt: number;
}

/** Typed access to what the Bot API keeps over a restart. */
export interface BotStore {
  webhook(): WebhookSettings | null;
  saveWebhook(settings: WebhookSettings | null): void;
  allowedUpdates(): string[];
  saveAllowedUpdates(kinds: string[]): void;
  nextMessageId(): number;
  nextUpdateId(): number;
  messages(chatId: number): BotMessage[];
  message(chatId: number, messageId: number): BotMessage | null;
  saveMessage(message: BotMessage): void;
  deleteMessage(chatId: number, messageId: number): void;
  chat(userId: string): ChatState;
  saveChat(userId: string, state: ChatState): void;
  updates(): StoredUpdate[];
  saveUpdate(update: StoredUpdate): void;
  deleteUpdate(id: number): void;
  /** Anything small and named: commands, menu buttons, descriptions, storage of the Mini App. */
  setting<T>(name: string, fallback: T): T;
  saveSetting(name: string, value: unknown): void;
}

/** Above the ids of any test's own invention, and far below the end of 31 bits. */
const firstUpdateId = 100_000_000;

/** Keeps a bot's state in `file`; messages and updates are also held in memory, in order. */
export function createBotStore(file: KeyValueFile): BotStore {
  const chats = new Map<number, Map<number, BotMessage>>();
  for (const [, value] of file.entries('message:')) {
    const message = value as BotMessage;
    chatMessages(chats, message.chat.id).set(message.message_id, message);
  }
  const updates = new Map<number, StoredUpdate>();
  for (const [, value] of file.entries('update:'))
    updates.set((value as StoredUpdate).id, value as StoredUpdate);

  function next(counter: string, first: number): number {
    const value = Number(file.get(`counter:${counter}`) ?? first);
    file.put(`counter:${counter}`, value + 1);
    return value;
  }

  return {
    webhook() {
      const kept = (file.get('webhook') ?? null) as WebhookSettings | null;
      // Data of older starts say nothing of a certificate.
      return kept === null ? null : { ...kept, certificate: kept.certificate ?? null };
    },
    saveWebhook: (settings) => file.put('webhook', settings),
    allowedUpdates: () => (file.get('allowed-updates') ?? []) as string[],
    saveAllowedUpdates: (kinds) => file.put('allowed-updates', kinds),
    nextMessageId: () => next('message', 1),
    nextUpdateId: () => next('update', firstUpdateId),
    messages: (chatId) => [...chatMessages(chats, chatId).values()],
    message: (chatId, messageId) => chats.get(chatId)?.get(messageId) ?? null,
    saveMessage(message) {
      chatMessages(chats, message.chat.id).set(message.message_id, message);
      file.put(`message:${message.chat.id}:${message.message_id}`, message);
    },
    deleteMessage(chatId, messageId) {
      chats.get(chatId)?.delete(messageId);
      file.delete(`message:${chatId}:${messageId}`);
    },
    chat: (userId) =>
      (file.get(`chat:${userId}`) ?? { hasStarted: false, isBlocked: false, keyboard: null }) as ChatState,
    saveChat: (userId, state) => file.put(`chat:${userId}`, state),
    updates: () => [...updates.values()],
    saveUpdate(update) {
      updates.set(update.id, update);
      file.put(`update:${update.id}`, update);
    },
    deleteUpdate(id) {
      updates.delete(id);
      file.delete(`update:${id}`);
    },
    setting: <T>(name: string, fallback: T) => (file.get(`setting:${name}`) ?? fallback) as T,
    saveSetting: (name, value) => file.put(`setting:${name}`, value),
  };
}

function chatMessages(chats: Map<number, Map<number, BotMessage>>, chatId: number): Map<number, BotMessage> {
  let messages = chats.get(chatId);
  if (messages === undefined) {
    messages = new Map();
    chats.set(chatId, messages);
  }
  return messages;
}

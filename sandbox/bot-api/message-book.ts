import type { BotMessage } from './bot-objects.ts';
import type { BotStore } from './bot-store.ts';

/** What happened in the chat with one person, told to the page and to tests as it happens. */
export type ChatEvent =
  | { kind: 'message'; userId: string; message: BotMessage }
  | { kind: 'edit'; userId: string; message: BotMessage }
  | { kind: 'delete'; userId: string; messageId: number }
  | { kind: 'action'; userId: string; action: string }
  | { kind: 'callback-answer'; userId: string; queryId: string; answer: CallbackAnswer }
  | { kind: 'chat'; userId: string };

export interface CallbackAnswer {
  text: string;
  isAlert: boolean;
  url: string | null;
}

/** The messages of the bot's private chats. */
export interface MessageBook {
  messages(userId: string): BotMessage[];
  message(userId: string, messageId: number): BotMessage | null;
  /** Adds a message under the next id; ids ascend over all chats of the bot. */
  add(userId: string, message: Omit<BotMessage, 'message_id'>): BotMessage;
  replace(userId: string, message: BotMessage): void;
  delete(userId: string, messageId: number): void;
  announce(event: ChatEvent): void;
  onEvent(listener: (event: ChatEvent) => void): () => void;
}

export function createMessageBook(store: BotStore): MessageBook {
  const listeners = new Set<(event: ChatEvent) => void>();
  function announce(event: ChatEvent): void {
    for (const listener of listeners) listener(event);
  }
  return {
    messages: (userId) => store.messages(Number(userId)),
    message: (userId, messageId) => store.message(Number(userId), messageId),
    add(userId, content) {
      const message = { message_id: store.nextMessageId(), ...content };
      store.saveMessage(message);
      announce({ kind: 'message', userId, message });
      return message;
    },
    replace(userId, message) {
      store.saveMessage(message);
      announce({ kind: 'edit', userId, message });
    },
    delete(userId, messageId) {
      store.deleteMessage(Number(userId), messageId);
      announce({ kind: 'delete', userId, messageId });
    },
    announce,
    onEvent(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/**
 * The load: updates as Telegram would write them, and a dispatcher that delivers them to the webhook by Telegram's rules
 * (telegram-facts b.1). What people write is chosen so that the bot's answer tells which update it belongs to.
 */
import { createRandom } from '#sandbox/world/random.ts';

/** One update, ready to be delivered. */
export interface WrittenUpdate {
  updateId: number;
  /** Telegram delivers updates of one queue one after another. */
  queue: string;
  stream: string;
  token: string | null;
  body: string;
}

export interface Writer {
  seed: number;
  /** Ids of the people who write; each has a private chat with the bot. */
  people: readonly string[];
  count: number;
  firstUpdateId: number;
  /** Of the updates, how many are pressed buttons. */
  pressShare: number;
  /**
   * True: presses and messages of a person are one queue, and their effects one stream, so that an order is defined.
   * False: as Telegram does it, messages by chat and presses by person.
   */
  isOneQueue: boolean;
  /** Registers a press with the Bot API, so that it can be answered; returns its id. */
  openPress(personId: string): string;
}

/** What a person writes in turn, and the key of the bot's answer to it. */
export const conversation = [
  { text: '/help', answer: 'bot-help' },
  { text: '/start', answer: 'bot-start' },
  { text: '/no_such_command', answer: 'bot-unknown-command' },
  { text: 'How is the weather?', answer: 'bot-error-garbage' },
] as const;

/** A channel that nobody collects: the bot says so at once, without asking anybody. */
const unknownChannel = '4611686018';

/** Writes the updates one by one as they are asked for; people and kinds by chance from the seed. */
export function* writeUpdates(writer: Writer): Generator<WrittenUpdate> {
  const random = createRandom(`updates:${writer.seed}`);
  const messagesOf = new Map<string, number>();
  for (let index = 0; index < writer.count; index += 1) {
    const updateId = writer.firstUpdateId + index;
    const person = writer.people[random.integer(0, writer.people.length - 1)] ?? '';
    const from = { id: Number(person), is_bot: false, first_name: `Person ${person}`, language_code: 'en' };
    const chat = { id: Number(person), type: 'private', first_name: from.first_name };
    const date = Math.floor(Date.now() / 1_000);
    const ofChat = `chat:${person}`;
    if (random.chance(writer.pressShare)) {
      const id = writer.openPress(person);
      const stream = writer.isOneQueue ? ofChat : `press:${person}`;
      const message = { message_id: 1, date, chat, text: 'card' };
      const press = { id, from, message, chat_instance: person, data: `refresh:${unknownChannel}` };
      const body = JSON.stringify({ update_id: updateId, callback_query: press });
      yield { updateId, queue: stream, stream, token: id, body };
    } else {
      const before = messagesOf.get(person) ?? 0;
      messagesOf.set(person, before + 1);
      const { text, answer } = conversation[before % conversation.length] ?? conversation[0];
      const entities = text.startsWith('/') ? [{ type: 'bot_command', offset: 0, length: text.length }] : [];
      const message = { message_id: updateId, date, from, chat, text, entities };
      yield {
        updateId,
        queue: ofChat,
        stream: ofChat,
        token: answer,
        body: JSON.stringify({ update_id: updateId, message }),
      };
    }
  }
}

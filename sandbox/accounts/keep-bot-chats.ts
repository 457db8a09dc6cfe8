import type { BotMessage } from '#sandbox/bot-api/bot-objects.ts';
import type { ChatEvent, MessageBook } from '#sandbox/bot-api/message-book.ts';
import { buildWorldEntities } from '#sandbox/bot-api/world-entities.ts';
import type { BoxEvent, CommonBoxes } from './common-boxes.ts';

/** Puts what people and the bot write to each other into the boxes of those people. Returns how to stop. */
export function keepBotChats(
  book: Pick<MessageBook, 'onEvent'>,
  boxes: CommonBoxes,
  botId: string,
): () => void {
  return book.onEvent((event) => {
    const kept = keep(event, botId);
    if (kept !== null) boxes.add(event.userId, kept);
  });
}

function keep(event: ChatEvent, botId: string): BoxEvent | null {
  if (event.kind === 'delete') return { kind: 'delete', messageId: event.messageId };
  if (event.kind !== 'message' && event.kind !== 'edit') return null;
  const { message, userId, kind } = event;
  return {
    kind,
    message: {
      id: message.message_id,
      chatId: botId,
      isOut: String(message.from?.id) === userId,
      date: message.date,
      text: message.text ?? message.caption ?? '',
      entities: buildWorldEntities(message.entities ?? message.caption_entities ?? []),
      hasMedia: hasMedia(message),
      editDate: message.edit_date ?? null,
    },
  };
}

function hasMedia({ photo, document, video, poll, location, contact }: BotMessage): boolean {
  return [photo, document, video, poll, location, contact].some((media) => media !== undefined);
}

import type { WorldEntity } from '#sandbox/world/world.ts';
import type { Values } from './values.ts';

/** Who writes to people about their own account. */
export const telegramId = '777000';

/** A message of a person's private chat as its other side and the person themself see it. */
export interface BoxMessage {
  id: number;
  /** The other side of the chat: a bot, or Telegram. */
  chatId: string;
  /** True where the person wrote it. */
  isOut: boolean;
  /** Unix seconds. */
  date: number;
  text: string;
  entities: WorldEntity[];
  hasMedia: boolean;
  editDate: number | null;
}

/** A new login, as the other devices of its user are told of it. */
export interface LoginTold {
  id: string;
  at: number;
  device: string;
  isUnconfirmed: boolean;
}

export type BoxEvent =
  | { kind: 'message' | 'edit'; message: BoxMessage; login?: LoginTold }
  | { kind: 'delete'; messageId: number };

/**
 * What happens to people outside channels, in order: Telegram's common message box. Its `pts` is one more than how much
 * happened to that person. The oldest events are forgotten, after which a client has to start over.
 */
export interface CommonBoxes {
  pts(userId: string): number;
  add(userId: string, event: BoxEvent): void;
  /** A message from Telegram itself, such as a login code. */
  notify(userId: string, text: string, date: number, login?: LoginTold): void;
  /** What happened after `pts`, oldest first, each with the `pts` after it; null: that is no longer known. */
  since(userId: string, pts: number): { pts: number; event: BoxEvent }[] | null;
  /** What still stands in the person's chat with `chatId`, as far as it is remembered, ascending by id. */
  chat(userId: string, chatId: string): BoxMessage[];
  /** Who the person has messages with. */
  chatIds(userId: string): string[];
}

const keptEvents = 500;
/** Ids of Telegram's own messages begin here: far above those of bots. */
const firstNoticeId = 2_000_000_000;

export function createCommonBoxes(values: Values): CommonBoxes {
  const boxes = new Map<string, Map<number, BoxEvent>>();
  const present = new Map<string, number>();
  for (const [key, value] of values.entries('box:')) {
    const [, userId = '', pts] = key.split(':');
    boxOf(userId).set(Number(pts), value as BoxEvent);
    present.set(userId, Math.max(ptsOf(userId), Number(pts)));
  }

  function boxOf(userId: string): Map<number, BoxEvent> {
    const box = boxes.get(userId) ?? new Map<number, BoxEvent>();
    boxes.set(userId, box);
    return box;
  }

  function ptsOf(userId: string): number {
    return present.get(userId) ?? 1;
  }

  function add(userId: string, event: BoxEvent): void {
    const pts = ptsOf(userId) + 1;
    present.set(userId, pts);
    values.put(`box:${userId}:${pts}`, event);
    const box = boxOf(userId).set(pts, event);
    if (box.delete(pts - keptEvents)) values.delete(`box:${userId}:${pts - keptEvents}`);
  }

  return {
    pts: ptsOf,
    add,
    notify(userId, text, date, login) {
      const id = firstNoticeId + ptsOf(userId);
      const message = { id, chatId: telegramId, isOut: false, date, text, entities: [], hasMedia: false };
      add(userId, { kind: 'message', message: { ...message, editDate: null }, ...(login && { login }) });
    },
    since(userId, pts) {
      const events: { pts: number; event: BoxEvent }[] = [];
      for (let at = pts + 1; at <= ptsOf(userId); at += 1) {
        const event = boxOf(userId).get(at);
        if (event === undefined) return null;
        events.push({ pts: at, event });
      }
      return events;
    },
    chat: (userId, chatId) => standing(boxOf(userId)).filter((message) => message.chatId === chatId),
    chatIds: (userId) => [...new Set(standing(boxOf(userId)).map(({ chatId }) => chatId))],
  };
}

/** The messages that are left when everything has happened, ascending by id. */
function standing(box: ReadonlyMap<number, BoxEvent>): BoxMessage[] {
  const messages = new Map<number, BoxMessage>();
  for (const [, event] of [...box].sort(([left], [right]) => left - right)) {
    if (event.kind === 'delete') messages.delete(event.messageId);
    else messages.set(event.message.id, event.message);
  }
  return [...messages.values()].sort((left, right) => left.id - right.id);
}

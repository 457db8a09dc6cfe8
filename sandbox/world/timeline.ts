import type { StoredMessage } from './stored-message.ts';
import type { ChannelChange } from './world.ts';

/** Where the messages of one channel come from. */
export interface ChannelScript {
  /**
   * The next messages that were not given before, ascending by date: at least all dated at or before `time`. A message
   * with an id keeps it, one without gets the next free id when it is published.
   */
  messagesThrough(time: number): StoredMessage[];
}

/** One channel's messages as time passes: published, edited, deleted, each at its instant and in order. */
export interface Timeline {
  /** Lets everything up to `time` happen; returns what did. */
  advance(time: number): ChannelChange[];
  /** What is in the channel now, ascending by id. */
  visible(): readonly StoredMessage[];
  /** Everything ever published, deleted messages included, ascending by id. */
  published(): readonly StoredMessage[];
  /** Publishes a message at once; returns what happened. */
  publish(message: StoredMessage): ChannelChange;
  /** Notes an edit or a deletion that was just made to a message. */
  change(kind: 'edit' | 'delete', message: StoredMessage, at: number): ChannelChange;
  /** Everything that happened, oldest first. */
  changes(): readonly ChannelChange[];
}

interface Planned {
  at: number;
  kind: ChannelChange['kind'];
  message: StoredMessage;
}

export function createTimeline(script: ChannelScript): Timeline {
  const visible: StoredMessage[] = [];
  const published: StoredMessage[] = [];
  const changes: ChannelChange[] = [];
  let planned: Planned[] = [];
  let next = 0;
  let lastPlannedPost = Number.NEGATIVE_INFINITY;

  function plan(messages: StoredMessage[]): void {
    if (messages.length === 0) return;
    forgetPast();
    for (const message of messages) {
      // Ids must ascend with publication, even where a recording's dates do not.
      lastPlannedPost = Math.max(lastPlannedPost, message.date);
      planned.push({ at: lastPlannedPost, kind: 'post', message });
      for (const edit of message.edits) planned.push({ at: edit.at, kind: 'edit', message });
      if (message.deletedAt !== null) planned.push({ at: message.deletedAt, kind: 'delete', message });
    }
    planned.sort((left, right) => left.at - right.at);
  }

  function forgetPast(): void {
    planned = planned.slice(next);
    next = 0;
  }

  function happen({ kind, message, at }: Planned): ChannelChange {
    if (kind === 'post') {
      if (message.id === 0) message.id = (published.at(-1)?.id ?? 0) + 1;
      published.push(message);
      visible.push(message);
    }
    if (kind === 'delete') {
      const index = lowerBound(visible, message.id);
      if (visible[index] === message) visible.splice(index, 1);
    }
    const change = { kind, messageId: message.id, at, pts: changes.length + 2 };
    changes.push(change);
    return change;
  }

  return {
    visible: () => visible,
    published: () => published,
    changes: () => changes,
    publish: (message) => happen({ kind: 'post', message, at: message.date }),
    change: (kind, message, at) => happen({ kind, message, at }),
    advance(time) {
      plan(script.messagesThrough(time));
      const happened: ChannelChange[] = [];
      for (let due = planned[next]; due !== undefined && due.at <= time; due = planned[next]) {
        next += 1;
        // An edit planned for after the deletion of its message has nothing left to change.
        if (due.kind === 'edit' && due.message.deletedAt !== null && due.message.deletedAt <= due.at)
          continue;
        // Somebody deleted the message before its time.
        if (due.kind === 'delete' && due.message.deletedAt !== due.at) continue;
        happened.push(happen(due));
      }
      if (next > 0) forgetPast();
      return happened;
    },
  };
}

/** Index of the first message with at least this id. */
export function lowerBound(messages: readonly { id: number }[], id: number): number {
  return firstIndex(messages.length, (index) => (messages[index]?.id ?? 0) >= id);
}

/** The message with this id. */
export function findMessage(messages: readonly StoredMessage[], id: number): StoredMessage | null {
  const found = messages[lowerBound(messages, id)];
  return found !== undefined && found.id === id ? found : null;
}

/** Smallest index that satisfies a condition false below it and true from it on; `length` if none does. */
export function firstIndex(length: number, holds: (index: number) => boolean): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

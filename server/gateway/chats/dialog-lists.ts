/**
 * Chats of an account, read while its owner waits. The lists live in this process for some minutes, so that paging and
 * polling do not ask Telegram for the same list again, and private talks are dropped where they arrive unless the owner
 * switched them on. Nothing is stored but how the account reaches a channel that its owner tracks here.
 */
import type { Source } from '../sessions/source.ts';
import type { Dialog, DialogOffset } from '../telegram/build-dialogs.ts';
import { fetchDialogs } from '../telegram/fetch-dialogs.ts';

/** The list of one account, as far as it was read. */
export interface DialogLists {
  /**
   * The chats in their order, read on until `isEnough` says so, the list ends or 2,000 were read. Throws
   * {@link MtprotoError}.
   */
  read(asker: Asker, isEnough: (dialogs: readonly Dialog[]) => boolean): Promise<readonly Dialog[]>;
  /** The chat of this id; null: it is not in the list. Throws {@link MtprotoError}. */
  find(asker: Asker, chatId: string): Promise<Dialog | null>;
  /** Telegram refused a chat of the list: the next question reads it anew. */
  forget(asker: Asker): void;
}

/** Through which account is asked, and whether its private talks belong to the answer. */
export interface Asker {
  source: Pick<Source, 'accountId' | 'epoch' | 'interactive'>;
  showsPrivateChats: boolean;
}

interface DialogList {
  readAt: number;
  byId: Map<string, Dialog>;
  next: DialogOffset | null;
  isWhole: boolean;
  /** Readings of one list follow each other. */
  reading: Promise<unknown>;
}

/** A list this old is not paged on: its order has changed. */
const orderValidMs = 60_000;
/** A chat that was found in a list this old is still addressed in the same way. */
const addressValidMs = 10 * 60_000;
/** So soon a list is gone after its owner switched private talks off, or the account was ended or went elsewhere. */
const checkEveryMs = 15_000;
const mostDialogs = 2_000;
const mostLists = 100;

export interface DialogListsOptions {
  /** Is given each page that Telegram answered. */
  onRead?(asker: Asker, dialogs: readonly Dialog[]): Promise<void>;
  /** Whether this account is still here, and its owner still wants what its list holds; a failure is no answer. */
  isWanted?(asker: Asker): Promise<boolean>;
}

/** Creates the lists of all accounts of this gateway, empty. */
export function createDialogLists(now: () => Date, options: DialogListsOptions = {}): DialogLists {
  const { onRead = () => Promise.resolve(), isWanted = () => Promise.resolve(true) } = options;
  const lists = new Map<string, DialogList>();

  function obtain(asker: Asker, validMs: number): DialogList {
    const key = keyOf(asker);
    const known = lists.get(key);
    const at = now().getTime();
    if (known !== undefined && at - known.readAt < validMs) return known;
    lists.delete(key);
    const [oldest] = lists.keys();
    if (lists.size >= mostLists && oldest !== undefined) lists.delete(oldest);
    const list = { readAt: at, byId: new Map(), next: null, isWhole: false, reading: Promise.resolve() };
    lists.set(key, list);
    watch(key, list, asker);
    return list;
  }

  /** Nobody may ask again, so lists go by themselves; the timer keeps no process alive. */
  function watch(key: string, list: DialogList, asker: Asker): void {
    const timer = setInterval(async () => {
      const isOld = now().getTime() - list.readAt >= addressValidMs;
      const isKept = lists.get(key) === list && !isOld && (await isWanted(asker).catch(() => true));
      if (isKept) return;
      clearInterval(timer);
      if (lists.get(key) === list) lists.delete(key);
    }, checkEveryMs);
    timer.unref();
  }

  async function readOn(
    list: DialogList,
    asker: Asker,
    isEnough: (dialogs: readonly Dialog[]) => boolean,
  ): Promise<readonly Dialog[]> {
    for (;;) {
      const dialogs = [...list.byId.values()];
      if (list.isWhole || dialogs.length >= mostDialogs || isEnough(dialogs)) return dialogs;
      const page = await fetchDialogs(asker.source.interactive, list.next);
      await onRead(asker, page.dialogs);
      const before = list.byId.size;
      for (const dialog of page.dialogs) {
        const isKept = dialog.kind !== 'private' || asker.showsPrivateChats;
        if (isKept && !list.byId.has(dialog.chatId)) list.byId.set(dialog.chatId, dialog);
      }
      const isStuck = sameOffset(page.next, list.next);
      list.isWhole =
        page.next === null || isStuck || (page.dialogs.length === 0 && list.byId.size === before);
      list.next = page.next;
    }
  }

  function read(
    asker: Asker,
    validMs: number,
    isEnough: (dialogs: readonly Dialog[]) => boolean,
  ): Promise<readonly Dialog[]> {
    const list = obtain(asker, validMs);
    const reading = list.reading.then(() => readOn(list, asker, isEnough));
    // Whoever comes next goes on from what is there; that this reading failed is told to its own asker.
    list.reading = reading.catch(() => undefined);
    return reading;
  }

  return {
    read: (asker, isEnough) => read(asker, orderValidMs, isEnough),
    async find(asker, chatId) {
      const isFound = (dialogs: readonly Dialog[]): boolean => dialogs.some((one) => one.chatId === chatId);
      const known = lists.get(keyOf(asker))?.byId.has(chatId) === true;
      const dialogs = await read(asker, known ? addressValidMs : orderValidMs, isFound);
      return dialogs.find((one) => one.chatId === chatId) ?? null;
    },
    forget: (asker) => void lists.delete(keyOf(asker)),
  };
}

function keyOf({ source, showsPrivateChats }: Asker): string {
  return `${source.accountId}/${source.epoch}/${showsPrivateChats}`;
}

function sameOffset(one: DialogOffset | null, other: DialogOffset | null): boolean {
  return one !== null && other !== null && one.date === other.date && one.messageId === other.messageId;
}

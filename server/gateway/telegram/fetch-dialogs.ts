import bigInt from 'big-integer';
import { Api } from 'telegram';
import { buildDialogs, type DialogOffset, type DialogPage, toInputPeer } from './build-dialogs.ts';
import type { KeptSession } from './keep-session.ts';

/** The most that Telegram gives at once. */
const dialogsPerPage = 100;

/** Fetches one page of the account's own list of chats, the one written to last first; `offset` null: the first. */
export async function fetchDialogs(session: KeptSession, offset: DialogOffset | null): Promise<DialogPage> {
  const request = new Api.messages.GetDialogs({
    // The pinned ones come with the first page; Telegram would repeat them with every other.
    ...(offset === null ? {} : { excludePinned: true }),
    offsetDate: offset?.date ?? 0,
    offsetId: offset?.messageId ?? 0,
    offsetPeer: offset === null ? new Api.InputPeerEmpty() : toInputPeer(offset.peer),
    limit: dialogsPerPage,
    hash: bigInt.zero,
  });
  return buildDialogs(await session.call(request));
}

import {
  type BoxEvent,
  type BoxMessage,
  type LoginTold,
  telegramId,
} from '#sandbox/accounts/common-boxes.ts';
import { loginHash } from '#sandbox/accounts/login-notes.ts';
import { RpcError } from '#sandbox/mtproto/rpc-error.ts';
import type { TlObject } from '#sandbox/tl/tl-object.ts';
import { buildEntity } from './build/build-entity.ts';
import { buildUsers } from './build/build-page.ts';
import { intField } from './fields.ts';
import type { UserCall } from './method.ts';

/** More than these are told in several answers. */
const eventsPerAnswer = 100;

/** `updates.state` of the caller's common box; nothing here counts sequence numbers or secret chats. */
export function buildState({ world, accounts, caller }: UserCall, pts?: number): TlObject {
  return {
    _: 'updates.state',
    pts: pts ?? accounts.boxes.pts(caller.id),
    qts: 0,
    date: Math.floor(world.now()),
    seq: 1,
    unread_count: 0,
  };
}

/** What happened to the caller outside channels: messages of bots and of Telegram itself, edits, deletions, logins. */
export function getDifference(call: UserCall): TlObject {
  const { world, accounts, caller, request } = call;
  const pts = intField(request, 'pts');
  const present = accounts.boxes.pts(caller.id);
  if (pts <= 0) throw new RpcError(400, 'PERSISTENT_TIMESTAMP_EMPTY');
  if (pts > present) throw new RpcError(400, 'PERSISTENT_TIMESTAMP_INVALID');
  const events = accounts.boxes.since(caller.id, pts);
  if (events === null) return { _: 'updates.differenceTooLong', pts: present };
  if (events.length === 0) {
    return { _: 'updates.differenceEmpty', date: Math.floor(world.now()), seq: 1 };
  }
  const told = events.slice(0, eventsPerAnswer);
  const content = {
    new_messages: told.flatMap(({ event }) =>
      event.kind === 'message' ? [buildBoxMessage(event.message)] : [],
    ),
    new_encrypted_messages: [],
    other_updates: told.flatMap(({ event, pts: after }) => buildOthers(event, after)),
    chats: [],
    users: buildNamed(call, told),
  };
  return told.length === events.length
    ? { _: 'updates.difference', ...content, state: buildState(call) }
    : { _: 'updates.differenceSlice', ...content, intermediate_state: buildState(call, told.at(-1)?.pts) };
}

/** A message of a private chat as its person sees it. */
export function buildBoxMessage(message: BoxMessage): TlObject {
  return {
    _: 'message',
    out: message.isOut,
    id: message.id,
    peer_id: { _: 'peerUser', user_id: BigInt(message.chatId) },
    date: message.date,
    message: message.text,
    entities: message.entities.length === 0 ? undefined : message.entities.map(buildEntity),
    media: message.hasMedia ? { _: 'messageMediaUnsupported' } : undefined,
    edit_date: message.editDate,
  };
}

function buildOthers(event: BoxEvent, pts: number): TlObject[] {
  if (event.kind === 'delete') {
    return [{ _: 'updateDeleteMessages', messages: [event.messageId], pts, pts_count: 1 }];
  }
  if (event.kind === 'edit') {
    return [{ _: 'updateEditMessage', message: buildBoxMessage(event.message), pts, pts_count: 1 }];
  }
  return event.login === undefined ? [] : [buildNewAuthorization(event.login)];
}

/** Date and device are only told while the login waits to be confirmed. */
export function buildNewAuthorization({ id, at, device, isUnconfirmed }: LoginTold): TlObject {
  return {
    _: 'updateNewAuthorization',
    unconfirmed: isUnconfirmed || undefined,
    hash: loginHash(id),
    date: isUnconfirmed ? at : undefined,
    device: isUnconfirmed ? device : undefined,
    location: isUnconfirmed ? 'Nowhere' : undefined,
  };
}

function buildNamed({ world, caller }: UserCall, told: readonly { event: BoxEvent }[]): TlObject[] {
  const named = told.flatMap(({ event }) => (event.kind === 'delete' ? [] : [event.message.chatId]));
  if (named.length === 0) return [];
  return [...new Set([caller.id, ...named])].flatMap((id) =>
    id === telegramId ? [buildTelegram(world.accessHash(caller.id, id))] : buildUsers(world, caller.id, [id]),
  );
}

function buildTelegram(accessHash: bigint): TlObject {
  return {
    _: 'user',
    verified: true,
    support: true,
    id: BigInt(telegramId),
    access_hash: accessHash,
    first_name: 'Telegram',
    phone: '42777',
  };
}

import { RpcError } from '#sandbox/mtproto/rpc-error.ts';
import type { TlObject } from '#sandbox/tl/tl-object.ts';
import { collectActions, type LoggedAction } from './admin-log.ts';
import { buildChats, buildUsers } from './build/build-page.ts';
import { intField, longField, objectField, objectsField, stringField } from './fields.ts';
import type { MethodTable, UserCall } from './method.ts';
import { findChannel, findUser } from './peers.ts';

const perPage = 100;
/** More actions than this never happen within one second. */
const actionsPerSecond = 10_000;

/** What administrators may read about the last two days. */
export const adminLogMethods: MethodTable = {
  'channels.getAdminLog': { for: 'people', answer: getAdminLog },
};

/** `channels.getAdminLog`: the newest first, by kind, by who did it, by words. */
function getAdminLog(call: UserCall): TlObject {
  const { world, caller, request } = call;
  const channel = findChannel(call, objectField(request, 'channel'));
  if (!channel.adminIds.has(caller.id)) throw new RpcError(400, 'CHAT_ADMIN_REQUIRED');
  const [minId, maxId] = [longField(request, 'min_id'), longField(request, 'max_id')];
  const isAsked = readFilter(call);
  const found = withIds(collectActions(call, channel))
    .filter(({ id, action }) => isAsked(action) && id > minId && (maxId === 0n || id < maxId))
    .reverse();
  const limit = intField(request, 'limit');
  const page = found.slice(0, limit <= 0 ? perPage : Math.min(limit, perPage));
  return {
    _: 'channels.adminLogResults',
    events: page.map(({ id, action }) => ({
      _: 'channelAdminLogEvent',
      id,
      date: Math.floor(action.at),
      user_id: BigInt(action.userId),
      action: action.build(),
    })),
    chats: buildChats(world, caller.id, [channel.id]),
    users: buildUsers(world, caller.id, new Set(page.map(({ action }) => action.userId))),
  };
}

/** Ids ascend with time and stay the same while the beginning of the log falls out of the two days. */
function withIds(actions: readonly LoggedAction[]): { id: bigint; action: LoggedAction }[] {
  let second = 0;
  let place = 0;
  return actions.map((action) => {
    place = Math.floor(action.at) === second ? place + 1 : 0;
    second = Math.floor(action.at);
    return { id: BigInt(second * actionsPerSecond + place), action };
  });
}

function readFilter(call: UserCall): (action: LoggedAction) => boolean {
  const { world, request } = call;
  const flags = request.events_filter === undefined ? null : objectField(request, 'events_filter');
  const words = stringField(request, 'q').toLowerCase();
  const admins =
    request.admins === undefined
      ? null
      : new Set(objectsField(request, 'admins').map((input) => findUser(call, input)?.id));
  return ({ flag, userId, text }) => {
    const user = world.user(userId);
    const searched = `${text} ${user?.firstName ?? ''} ${user?.lastName ?? ''} ${user?.username ?? ''}`;
    return (
      (flags === null || flags[flag] === true) &&
      (admins === null || admins.has(userId)) &&
      searched.toLowerCase().includes(words)
    );
  };
}

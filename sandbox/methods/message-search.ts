import { RpcError } from '#sandbox/mtproto/rpc-error.ts';
import type { TlObject } from '#sandbox/tl/tl-object.ts';
import type { VisibleMessage, WorldMedia } from '#sandbox/world/world.ts';
import { buildPage } from './build/build-page.ts';
import { intField, objectField, stringField } from './fields.ts';
import type { UserCall } from './method.ts';
import { findPeer } from './peers.ts';

const pageSize = 100;

/** Which media each filter lets through; filters that are not named here find nothing in this world. */
const filters: Readonly<Record<string, readonly WorldMedia['kind'][]>> = {
  inputMessagesFilterPhotos: ['photo'],
  inputMessagesFilterVideo: ['video'],
  inputMessagesFilterPhotoVideo: ['photo', 'video'],
  inputMessagesFilterDocument: ['document'],
  inputMessagesFilterGeo: ['geo'],
  inputMessagesFilterContacts: ['contact'],
};

/** `messages.search` in one channel: text, kind, dates and ids; `limit` 0 gives only the count. */
export function searchMessages(call: UserCall): TlObject {
  const { world, caller, rpc, request } = call;
  const peer = findPeer(call, objectField(request, 'peer'));
  if (peer.kind === 'user') throw new RpcError(400, 'PEER_ID_INVALID');
  const filter = objectField(request, 'filter')._;
  const words = stringField(request, 'q').toLowerCase();
  const minDate = intField(request, 'min_date');
  const maxDate = intField(request, 'max_date');
  const offsetId = intField(request, 'offset_id');
  const everything = world.history(peer.channel.id, {
    offsetId: 0,
    offsetDate: 0,
    addOffset: 0,
    limit: Number.MAX_SAFE_INTEGER,
    minId: intField(request, 'min_id'),
    maxId: intField(request, 'max_id'),
  });
  const found = everything.messages.filter(
    (message) =>
      message.service === null &&
      message.text.toLowerCase().includes(words) &&
      passes(message, filter) &&
      (minDate === 0 || message.date > minDate) &&
      (maxDate === 0 || message.date < maxDate),
  );
  const older = offsetId === 0 ? found : found.filter((message) => message.id < offsetId);
  const start = Math.max(0, intField(request, 'add_offset'));
  const page = older.slice(start, start + Math.min(Math.max(0, intField(request, 'limit')), pageSize));
  return {
    _: 'messages.channelMessages',
    ...buildPage(world, caller.id, peer.channel, page, rpc.dcId),
    pts: world.pts(peer.channel.id),
    count: found.length,
    topics: [],
  };
}

function passes(message: VisibleMessage, filter: string): boolean {
  if (filter === 'inputMessagesFilterEmpty') return true;
  if (filter === 'inputMessagesFilterPinned') return message.isPinned;
  if (filter === 'inputMessagesFilterUrl') {
    return message.entities.some(({ type }) => type === 'Url' || type === 'TextUrl');
  }
  return message.media !== null && (filters[filter]?.includes(message.media.kind) ?? false);
}

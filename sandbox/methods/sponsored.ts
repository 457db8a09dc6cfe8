import { createHash } from 'node:crypto';
import { RpcError } from '#sandbox/mtproto/rpc-error.ts';
import type { TlObject } from '#sandbox/tl/tl-object.ts';
import type { WorldChannel } from '#sandbox/world/world.ts';
import { bytesField, objectField } from './fields.ts';
import type { MethodTable, UserCall } from './method.ts';
import { findPeer } from './peers.ts';

/** Smaller channels carry no official advertising. */
const fewestSubscribers = 1000;

/** Telegram's own advertisements. Views and clicks are taken and told to nobody. */
export const sponsoredMethods: MethodTable = {
  'messages.getSponsoredMessages': { for: 'people', answer: getSponsoredMessages },
  'messages.viewSponsoredMessage': { for: 'people', answer: isKnownAdvertisement },
  'messages.clickSponsoredMessage': { for: 'people', answer: isKnownAdvertisement },
};

function getSponsoredMessages(call: UserCall): TlObject {
  const { world, caller, request } = call;
  const peer = findPeer(call, objectField(request, 'peer'));
  if (peer.kind === 'user') throw new RpcError(400, 'PEER_ID_INVALID');
  const { channel } = peer;
  // Premium accounts are spared.
  if (!carriesAdvertising(call, channel) || caller.isPremium) return { _: 'messages.sponsoredMessagesEmpty' };
  return {
    _: 'messages.sponsoredMessages',
    posts_between: 12,
    messages: [
      {
        _: 'sponsoredMessage',
        can_report: true,
        random_id: advertisementId(call, channel),
        url: 'https://example.org/sponsor',
        title: 'Example sponsor',
        message: 'A message that somebody paid Telegram for.',
        button_text: 'Visit',
        sponsor_info: 'Example LLC',
        additional_info: `Shown in ${world.channels().length} channels`,
      },
    ],
    chats: [],
    users: [],
  };
}

/** True for an advertisement that was shown to this caller, false for anything else. */
function isKnownAdvertisement(call: UserCall): boolean {
  const { world, request } = call;
  // Older layers name the channel too.
  if (request.peer !== undefined) findPeer(call, objectField(request, 'peer'));
  const id = bytesField(request, 'random_id');
  return world
    .channels()
    .some((channel) => carriesAdvertising(call, channel) && advertisementId(call, channel).equals(id));
}

function carriesAdvertising({ world }: UserCall, channel: WorldChannel): boolean {
  const isPublic = channel.kind === 'broadcast' && channel.username !== null;
  return isPublic && (world.subscribers(channel.id) ?? 0) >= fewestSubscribers;
}

/** Another one for every caller and channel. */
function advertisementId({ caller }: UserCall, channel: WorldChannel): Buffer {
  return createHash('sha256').update(`sponsored:${caller.id}:${channel.id}`).digest().subarray(0, 16);
}

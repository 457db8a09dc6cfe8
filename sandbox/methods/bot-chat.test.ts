import { beforeAll, expect, it } from 'vitest';
import { openAccounts } from '#sandbox/accounts/accounts.ts';
import type { BoxMessage } from '#sandbox/accounts/common-boxes.ts';
import { aWorld } from '#sandbox/world/a-world.ts';
import { sampleBot } from '#sandbox/world/demo/group-members.ts';
import { people } from '#sandbox/world/people.ts';
import type { World } from '#sandbox/world/world.ts';
import { aHandler, aHistoryCall, anInputPeer } from './a-caller.ts';

const { stranger, viewer } = people;
const wholeList = {
  _: 'messages.getDialogs',
  offset_date: 0,
  offset_id: 0,
  offset_peer: { _: 'inputPeerEmpty' },
  limit: 100,
  hash: 0n,
};
const peer = { _: 'peerUser', user_id: BigInt(sampleBot.id) };

let world: World;
let as: ReturnType<typeof aHandler>;

beforeAll(async () => {
  world = await aWorld();
  const accounts = openAccounts({ file: null, now: world.now, homeDcId: 2 });
  as = aHandler(world, { accounts });
  const message = (id: number, text: string, isOut = false): BoxMessage => ({
    ...{ id, chatId: sampleBot.id, isOut, date: Math.floor(world.now()) + id, text },
    ...{ entities: [], hasMedia: false, editDate: null },
  });
  const { boxes } = accounts;
  boxes.notify(stranger.id, 'a login code', world.now());
  boxes.add(stranger.id, { kind: 'message', message: message(1, '/start', true) });
  boxes.add(stranger.id, { kind: 'message', message: message(2, 'gone') });
  boxes.add(stranger.id, { kind: 'message', message: message(3, 'first') });
  boxes.add(stranger.id, { kind: 'delete', messageId: 2 });
  boxes.add(stranger.id, { kind: 'edit', message: { ...message(3, 'changed'), editDate: 1_800_000_000 } });
});

function botPeer(callerId: string) {
  const access_hash = world.accessHash(callerId, sampleBot.id);
  return { _: 'inputPeerUser', user_id: BigInt(sampleBot.id), access_hash };
}

it('gives the history of a chat with a bot as it stands, newest first, page by page', async () => {
  const caller = as(stranger.id);
  const whole = await caller.ask(aHistoryCall(botPeer(stranger.id)));
  expect(whole).toMatchObject({
    _: 'messages.messages',
    messages: [
      { id: 3, peer_id: peer, message: 'changed', edit_date: 1_800_000_000, out: false },
      { id: 1, peer_id: peer, message: '/start', out: true },
    ],
    users: [{ id: BigInt(stranger.id) }, { id: BigInt(sampleBot.id), bot: true }],
  });
  const older = await caller.ask(aHistoryCall(botPeer(stranger.id), { offset_id: 3 }));
  expect(older).toMatchObject({ _: 'messages.messagesSlice', count: 2, messages: [{ id: 1 }] });
  expect(await as(viewer.id).ask(aHistoryCall(botPeer(viewer.id)))).toEqual({
    ...{ _: 'messages.messages', messages: [], topics: [], chats: [], users: [] },
  });
});

it('lists the chat with the bot among the dialogs of its person only, and goes on after it', async () => {
  const list = await as(stranger.id).ask(wholeList);
  const [first, ...others] = [list.dialogs].flat().map((dialog) => Object(dialog));
  expect(first).toMatchObject({ peer, top_message: 3, unread_count: 0 });
  expect(first.pts).toBeUndefined();
  expect(others.length).toBeGreaterThan(0);
  expect(others.every((dialog) => dialog.peer._ === 'peerChannel')).toBe(true);
  expect(list.messages).toContainEqual(expect.objectContaining({ id: 3, message: 'changed' }));
  expect(list.users).toContainEqual(expect.objectContaining({ id: BigInt(sampleBot.id), bot: true }));
  const rest = await as(stranger.id).ask({ ...wholeList, offset_peer: botPeer(stranger.id) });
  expect(rest).toMatchObject({
    _: 'messages.dialogsSlice',
    count: others.length + 1,
    dialogs: others.map((dialog) => ({ peer: dialog.peer })),
  });
  const channelId = String(others[0]?.peer.channel_id);
  const after = { ...wholeList, offset_peer: anInputPeer(world, stranger.id, channelId) };
  expect((await as(stranger.id).ask(after)).dialogs).toHaveLength(others.length - 1);
  const elsewhere = [(await as(viewer.id).ask(wholeList)).dialogs].flat();
  expect(elsewhere.every((dialog) => Object(dialog).peer._ === 'peerChannel')).toBe(true);
});

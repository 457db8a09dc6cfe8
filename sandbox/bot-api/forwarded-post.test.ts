import { afterEach, beforeEach, expect, it } from 'vitest';
import { people } from '#sandbox/world/people.ts';
import type { WorldChannel, WorldMedia } from '#sandbox/world/world.ts';
import { type BotApiUnderTest, startBotApi } from './bot-api.test-client.ts';
import { readImageSize } from './image-size.ts';

const { owner, stranger } = people;
let under: BotApiUnderTest;
let channel: WorldChannel;

beforeEach(async () => {
  under = await startBotApi();
  channel = find(({ kind, username }) => kind === 'broadcast' && username !== null);
});
afterEach(() => under.close());

function find(isWanted: (channel: WorldChannel) => boolean): WorldChannel {
  const found = under.world.channels().find(isWanted);
  if (found === undefined) throw new Error('the demo world has no such channel');
  return found;
}

const forward = (messageId: number, channelId = channel.id, userId = owner.id) => {
  const [message] = under.api.people.forward(userId, channelId, messageId);
  if (message === undefined) throw new Error('nothing was forwarded');
  return message;
};

/** Publishes it, and forwards it as the owner; returns what the bot is told. */
async function forwardNew(text: string, media?: WorldMedia): Promise<Record<string, unknown>> {
  const bold = { type: 'Bold', offset: 0, length: 2 };
  const entities = text === '' ? [] : [bold];
  forward(under.world.post(channel.id, { text, entities, ...(media !== undefined && { media }) }));
  const { result } = await under.call('getUpdates', { offset: -1 });
  return (result as { message: Record<string, unknown> }[])[0]?.message ?? {};
}

it('hands a photo over as a photo with its caption, and the photo can be loaded', async () => {
  const message = await forwardNew('hello', { kind: 'photo' });
  expect(message).toMatchObject({
    caption: 'hello',
    caption_entities: [{ type: 'bold', offset: 0, length: 2 }],
    photo: [
      { width: 90, height: 68 },
      { width: 320, height: 240 },
    ],
    forward_origin: { type: 'channel', chat: { id: Number(`-100${channel.id}`), title: channel.title } },
  });
  expect(message).not.toHaveProperty('text');
  expect(message).not.toHaveProperty('entities');
  for (const { file_id, width, height } of message.photo as {
    file_id: string;
    width: number;
    height: number;
  }[]) {
    const { result } = await under.call('getFile', { file_id });
    const { file_path } = result as { file_path: string };
    const loaded = await fetch(`${under.api.root}/file/bot${under.token}/${file_path}`);
    expect(readImageSize(Buffer.from(await loaded.arrayBuffer()))).toEqual({ width, height });
  }
});

it('hands over every other kind of post as the Bot API names it', async () => {
  expect(await forwardNew('text')).toMatchObject({ text: 'text', entities: [{ type: 'bold' }] });
  const linked = await forwardNew('link', { kind: 'webpage', detail: 'https://example.org/' });
  expect(linked).toMatchObject({ text: 'link' });
  const bare = await forwardNew('', { kind: 'document', detail: 'application/pdf' });
  expect(bare).toMatchObject({ document: { file_name: 'file.pdf', mime_type: 'application/pdf' } });
  expect(bare).not.toHaveProperty('caption');
  expect(bare).not.toHaveProperty('text');
  expect(await forwardNew('film', { kind: 'video' })).toMatchObject({ caption: 'film', video: {} });
  expect(await forwardNew('', { kind: 'poll', detail: 'Why?' })).toMatchObject({
    poll: { question: 'Why?' },
  });
  expect(await forwardNew('', { kind: 'geo' })).toHaveProperty('location.latitude');
});

it('hands over all of an album, whichever of its items was taken, as an album of its own', async () => {
  under.world.post(channel.id, { text: 'before', media: { kind: 'photo' } });
  const ids = ['photo', 'video', 'photo'].map((kind, index) =>
    under.world.post(channel.id, {
      text: index === 0 ? 'of three' : '',
      media: { kind: kind === 'photo' ? 'photo' : 'video' },
      groupedId: '13000000000000001',
    }),
  );
  under.world.post(channel.id, { text: 'after', media: { kind: 'photo' }, groupedId: '13000000000000002' });
  for (const id of ids) {
    const messages = under.api.people.forward(owner.id, channel.id, id);
    expect(messages).toMatchObject([
      { caption: 'of three', photo: [{}, {}], forward_origin: { message_id: ids[0] } },
      { video: {}, forward_origin: { message_id: ids[1] } },
      { photo: [{}, {}], forward_origin: { message_id: ids[2] } },
    ]);
    const groups = new Set(messages.map(({ media_group_id }) => media_group_id));
    expect([...groups]).toEqual([expect.stringMatching(/^\d{17}$/)]);
    expect(groups.has('13000000000000001')).toBe(false);
    const { result } = await under.call('getUpdates');
    const told = (result as { message: { message_id: number } }[]).map(({ message }) => message.message_id);
    expect(told).toEqual(messages.map(({ message_id }) => message_id));
    under.api.context.updates.clear();
  }
});

it('refuses service messages, and private channels of others', () => {
  const service = under.world
    .channels()
    .flatMap(({ id, username }) => (username === null ? [] : [under.world.message(id, 1)]))
    .find((message) => message !== null && message.service !== null);
  expect(service).toBeDefined();
  expect(() => forward(1, service?.channelId)).toThrow('Service messages cannot be forwarded');
  const hidden = find(({ username, memberIds, adminIds }) => {
    return username === null && !memberIds.has(stranger.id) && !adminIds.has(stranger.id);
  });
  const messageId = under.world.post(hidden.id, { text: 'secret' });
  expect(() => forward(messageId, hidden.id, stranger.id)).toThrow('no such channel for you');
  under.world.join(hidden.id, stranger.id);
  expect(forward(messageId, hidden.id, stranger.id)).toMatchObject({ text: 'secret' });
});

it('keeps the origin of a post that is a forward itself', () => {
  for (const { id } of under.world
    .channels()
    .filter(({ kind, username }) => kind === 'broadcast' && username)) {
    const page = { offsetId: 0, offsetDate: 0, addOffset: 0, limit: 100, minId: 0, maxId: 0 };
    const copied = under.world.history(id, page).messages.find((message) => {
      return message.forward?.channelId != null && message.forward.channelId !== id && message.forward.postId;
    });
    if (copied === undefined) continue;
    expect(forward(copied.id, id).forward_origin).toMatchObject({
      type: 'channel',
      message_id: copied.forward?.postId,
    });
    return;
  }
  expect.unreachable('the demo world has a post from another channel');
});

import bigInt from 'big-integer';
import { Api } from 'telegram';
import { BinaryReader } from 'telegram/extensions/index.js';
import { describe, expect, it } from 'vitest';
import { channelIdSchema } from '#contract/channel-id.ts';
import { buildMessage } from './build-message.ts';

const channelId = channelIdSchema.parse('1234567890');
type Fields = ConstructorParameters<typeof Api.Message>[0];

/** Comments being on and the group they are in are one flag on the wire. */
function someReplies(replies: number): Api.MessageReplies {
  return new Api.MessageReplies({ comments: true, channelId: bigInt(99), replies, repliesPts: 0 });
}

/** A message that went over the wire: absent fields are null then, and numbers are what the reader makes of them. */
function aMessage(fields: Partial<Fields> = {}): Api.Message {
  const message = new Api.Message({
    id: 7,
    peerId: new Api.PeerChannel({ channelId: bigInt('1234567890') }),
    date: 1_700_000_000,
    message: 'Привет',
    ...fields,
  });
  return new BinaryReader(message.getBytes()).tgReadObject();
}

describe('building a message', () => {
  it('keeps what Telegram did not say as null, and an absent list of reactions as nobody reacted', () => {
    expect(buildMessage(channelId, aMessage())).toEqual({
      channelId,
      messageId: 7,
      postedAt: '2023-11-14T22:13:20.000Z',
      editedAt: null,
      isEditHidden: false,
      isPinned: false,
      text: 'Привет',
      entities: [],
      mediaKind: null,
      groupedId: null,
      author: null,
      forward: null,
      views: null,
      forwards: null,
      comments: null,
      reactions: {},
      paidReactions: null,
    });
  });

  it('tells zero from unknown', () => {
    const built = buildMessage(channelId, aMessage({ views: 0, forwards: 0, replies: someReplies(0) }));
    expect([built.views, built.forwards, built.comments]).toEqual([0, 0, 0]);
  });

  it('takes replies for comments only when the channel has comments', () => {
    const off = new Api.MessageReplies({ replies: 5, repliesPts: 0 });
    expect(buildMessage(channelId, aMessage({ replies: off })).comments).toBeNull();
    expect(buildMessage(channelId, aMessage({ replies: someReplies(5) })).comments).toBe(5);
  });

  it('keeps ids above 2^53 to the last digit', () => {
    const big = '13806723512345679';
    const built = buildMessage(
      channelId,
      aMessage({
        groupedId: bigInt(big),
        entities: [new Api.MessageEntityCustomEmoji({ offset: 0, length: 2, documentId: bigInt(big) })],
      }),
    );
    expect(built.groupedId).toBe(big);
    expect(built.entities).toEqual([{ type: 'CustomEmoji', offset: 0, length: 2, customEmojiId: big }]);
  });

  it('counts emoji and custom reactions by their keys and paid ones apart', () => {
    const count = (reaction: Api.TypeReaction, n: number): Api.ReactionCount =>
      new Api.ReactionCount({ reaction, count: n });
    const reactions = new Api.MessageReactions({
      results: [
        count(new Api.ReactionEmoji({ emoticon: '👍' }), 10),
        count(new Api.ReactionCustomEmoji({ documentId: bigInt('5368324170671202286') }), 3),
        count(new Api.ReactionPaid(), 50),
      ],
    });
    const built = buildMessage(channelId, aMessage({ reactions }));
    expect(built.reactions).toEqual({ '👍': 10, 'custom:5368324170671202286': 3 });
    expect(built.paidReactions).toBe(50);
  });

  it('names where a message was forwarded from, as far as the origin shows itself', () => {
    const open = new Api.MessageFwdHeader({
      date: 1_600_000_000,
      fromId: new Api.PeerChannel({ channelId: bigInt(555) }),
      channelPost: 12,
    });
    const hidden = new Api.MessageFwdHeader({ date: 1_600_000_000, fromName: 'Somebody' });
    const user = new Api.MessageFwdHeader({
      date: 1_600_000_000,
      fromId: new Api.PeerUser({ userId: bigInt(9) }),
    });
    const forwardOf = (fwdFrom: Api.MessageFwdHeader) =>
      buildMessage(channelId, aMessage({ fwdFrom })).forward;
    const date = '2020-09-13T12:26:40.000Z';
    expect(forwardOf(open)).toEqual({ channelId: '555', postId: 12, fromName: null, date });
    expect(forwardOf(hidden)).toEqual({ channelId: null, postId: null, fromName: 'Somebody', date });
    expect(forwardOf(user)).toEqual({ channelId: null, postId: null, fromName: null, date });
  });

  it('keeps edits, pins, authors and addresses of links', () => {
    const built = buildMessage(
      channelId,
      aMessage({
        editDate: 1_700_000_060,
        editHide: true,
        pinned: true,
        postAuthor: 'Editor',
        entities: [
          new Api.MessageEntityTextUrl({ offset: 0, length: 6, url: 'https://example.org' }),
          new Api.MessageEntityPre({ offset: 1, length: 2, language: 'ts' }),
        ],
      }),
    );
    expect(built.editedAt).toBe('2023-11-14T22:14:20.000Z');
    expect([built.isEditHidden, built.isPinned, built.author]).toEqual([true, true, 'Editor']);
    expect(built.entities).toEqual([
      { type: 'TextUrl', offset: 0, length: 6, url: 'https://example.org' },
      { type: 'Pre', offset: 1, length: 2, language: 'ts' },
    ]);
  });
});

import { describe, expect, it } from 'vitest';
import { channelIdSchema } from '#contract/channel-id.ts';
import { buildMessage, buildReactions } from './build-message.ts';

const channelId = channelIdSchema.parse('1900000042');
const date = 1_795_000_000;
const build = (fields: object, isEdit = false) =>
  buildMessage(channelId, { message_id: 7, date, ...fields }, isEdit);

describe('buildMessage', () => {
  it('knows no counters, which are null and not zero', () => {
    expect(build({ text: 'news' })).toEqual({
      ...{ channelId, messageId: 7, postedAt: '2026-11-18T11:06:40.000Z', text: 'news', entities: [] },
      ...{ editedAt: null, isEditHidden: false, isPinned: false, mediaKind: null, groupedId: null },
      ...{ author: null, forward: null, views: null, forwards: null, comments: null, reactions: null },
      paidReactions: null,
    });
  });

  it('takes an edit without a date for one that people see no mark of', () => {
    expect(build({ text: 'a', edit_date: date + 5 }, true)).toMatchObject({
      editedAt: '2026-11-18T11:06:45.000Z',
      isEditHidden: false,
    });
    expect(build({ text: 'a' }, true)).toMatchObject({ editedAt: null, isEditHidden: true });
  });

  it.each([
    [{ animation: {}, document: {} }, 'animation'],
    [{ venue: {}, location: {} }, 'location'],
    [{ video_note: {} }, 'video'],
    [{ poll: {} }, 'poll'],
    [{ dice: {} }, 'other'],
  ])('%o is %s', (fields, kind) => {
    expect(build(fields)?.mediaKind).toBe(kind);
  });

  it('leaves service messages out and refuses what is no message', () => {
    expect(build({ new_chat_title: 'New' })).toBeNull();
    expect(() => build({ message_id: 'seven', text: 'a' })).toThrow(/message_id/);
  });

  it('names formatting as MTProto does', () => {
    const entities = [
      { type: 'text_link', offset: 0, length: 2, url: 'https://example.org/' },
      { type: 'pre', offset: 2, length: 2 },
      { type: 'custom_emoji', offset: 4, length: 2, custom_emoji_id: '5368324170671202286' },
      { type: 'of_tomorrow', offset: 6, length: 1 },
    ];
    expect(build({ caption: 'abcdefg', photo: [], caption_entities: entities })?.entities).toEqual([
      { type: 'TextUrl', offset: 0, length: 2, url: 'https://example.org/' },
      { type: 'Pre', offset: 2, length: 2, language: '' },
      { type: 'CustomEmoji', offset: 4, length: 2, customEmojiId: '5368324170671202286' },
      { type: 'Unknown', offset: 6, length: 1 },
    ]);
  });

  it('says where a post was forwarded from', () => {
    const chat = { id: -1_001_900_000_043, title: 'Other' };
    expect(
      build({ text: 'a', forward_origin: { type: 'channel', date, chat, message_id: 12 } })?.forward,
    ).toEqual({
      ...{ channelId: '1900000043', postId: 12, fromName: null, date: '2026-11-18T11:06:40.000Z' },
    });
    const user = { first_name: 'Ann', last_name: 'Lee' };
    expect(build({ text: 'a', forward_origin: { type: 'user', date, sender_user: user } })?.forward).toEqual({
      ...{ channelId: null, postId: null, fromName: 'Ann Lee', date: '2026-11-18T11:06:40.000Z' },
    });
  });
});

describe('buildReactions', () => {
  it('counts emoji, custom emoji and stars apart', () => {
    const counts = [
      { type: { type: 'emoji', emoji: '👍' }, total_count: 3 },
      { type: { type: 'custom_emoji', custom_emoji_id: '77' }, total_count: 2 },
      { type: { type: 'paid' }, total_count: 50 },
    ];
    expect(buildReactions(counts)).toEqual({ reactions: { '👍': 3, 'custom:77': 2 }, paidReactions: 50 });
    expect(buildReactions([])).toEqual({ reactions: {}, paidReactions: null });
    expect(() => buildReactions([{ type: { type: 'emoji', emoji: '👍' }, total_count: -1 }])).toThrow();
  });
});

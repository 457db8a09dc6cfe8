import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { people } from '#sandbox/world/people.ts';
import { type InlineUnderTest, startInlineUnderTest } from './inline.test-client.ts';

const { owner } = people;
let inline: InlineUnderTest;

beforeAll(async () => {
  inline = await startInlineUnderTest();
});
afterAll(() => inline.close());

const thumbnail_url = 'https://example.org/thumbnail.jpg';
const caption = '<b>bold</b>';
const bold = { caption: 'bold', caption_entities: [{ type: 'bold', offset: 0, length: 4 }] };

describe('results by address', () => {
  it('fetches pictures, films, animations, papers and sounds from this machine', async () => {
    const html = { caption, parse_mode: 'HTML' };
    const photo = await inline.choose({
      type: 'photo',
      photo_url: inline.at('a.png'),
      thumbnail_url,
      ...html,
    });
    expect(photo.message).toMatchObject({ photo: [{ width: 320, height: 240 }], via_bot: {}, ...bold });
    const gif = await inline.choose({
      type: 'gif',
      gif_url: inline.at('a.gif'),
      gif_width: 10,
      thumbnail_url,
      ...html,
    });
    expect(gif.message).toMatchObject({
      animation: { width: 10, file_name: 'a.gif' },
      document: {},
      ...bold,
    });
    const mpeg4 = await inline.choose({
      type: 'mpeg4_gif',
      mpeg4_url: inline.at('a.mp4'),
      mpeg4_duration: 3,
      thumbnail_url,
    });
    expect(mpeg4.message).toMatchObject({ animation: { duration: 3 }, document: {} });
    const film = {
      type: 'video',
      video_url: inline.at('a.mp4'),
      mime_type: 'video/mp4',
      title: 'Film',
      thumbnail_url,
    };
    expect(await inline.choose({ ...film, description: 'Long' })).toMatchObject({
      listed: { title: 'Film', description: 'Long' },
      message: { video: { file_name: 'a.mp4' } },
    });
    const paper = {
      type: 'document',
      document_url: inline.at('a.pdf'),
      mime_type: 'application/pdf',
      title: 'Paper',
    };
    expect((await inline.choose(paper)).message).toMatchObject({
      document: { file_name: 'a.pdf', file_size: 6 },
    });
    const sound = await inline.choose({
      type: 'audio',
      audio_url: inline.at('a.mp3'),
      title: 'Song',
      audio_duration: 9,
    });
    expect(sound.message).toMatchObject({ audio: { duration: 9 } });
    const voice = await inline.choose({ type: 'voice', voice_url: inline.at('a.ogg'), title: 'Voice' });
    expect(voice.message).toMatchObject({ voice: { duration: 0 } });
    const { result } = await inline.under.call('getFile', { file_id: voice.message.voice?.file_id });
    expect(result).toMatchObject({ file_size: 6 });
    expect(inline.requested).not.toContain('/thumbnail.jpg');
  });

  it.each<[string, object, string]>([
    [
      'an address elsewhere',
      { photo_url: 'https://example.org/a.png', thumbnail_url },
      'WEBDOCUMENT_URL_INVALID',
    ],
    ['no address', { photo_url: 'nowhere', thumbnail_url }, 'WEBDOCUMENT_URL_INVALID'],
    [
      'a picture without a small one',
      { photo_url: 'http://127.0.0.1:1/a.png' },
      'can\'t parse inline query result: Can\'t find field "thumbnail_url"',
    ],
    ['nobody there', { photo_url: 'http://127.0.0.1:1/a.png', thumbnail_url }, 'WEBDOCUMENT_URL_INVALID'],
  ])('refuses %s', async (_, result, why) => {
    expect(await inline.refusalOf({ type: 'photo', ...result })).toBe(why);
  });

  it('refuses what is not there, leads elsewhere, is too large, or is something else', async () => {
    const photo = (name: string) =>
      inline.refusalOf({ type: 'photo', photo_url: inline.at(name), thumbnail_url });
    expect(await photo('missing.png')).toBe('WEBDOCUMENT_URL_INVALID');
    expect(await photo('elsewhere.png')).toBe('WEBDOCUMENT_URL_INVALID');
    expect(await photo('a.txt')).toBe('PHOTO_CONTENT_TYPE_INVALID');
    const paper = { type: 'document', title: 'Paper', mime_type: 'application/zip' };
    expect(await inline.refusalOf({ ...paper, document_url: inline.at('large.zip') })).toBe(
      'WEBDOCUMENT_SIZE_TOO_BIG',
    );
    expect(
      await inline.refusalOf({ ...paper, document_url: inline.at('a.exe'), mime_type: 'application/x-exe' }),
    ).toBe('unallowed document MIME type');
    const film = { type: 'video', title: 'Film', video_url: inline.at('a.mp4'), thumbnail_url };
    expect(await inline.refusalOf({ ...film, mime_type: 'video/avi' })).toBe('unallowed video MIME type');
    expect(await inline.refusalOf({ type: 'gif', gif_url: inline.at('a.png'), thumbnail_url })).toBe(
      'GIF_CONTENT_TYPE_INVALID',
    );
  });
});

describe('results that were sent before', () => {
  it('names them by their ids, each as the kind it is asked for', async () => {
    const before = inline.requested.length;
    const chosen = async (result: object) => (await inline.choose(result)).message;
    expect(await chosen({ type: 'photo', photo_file_id: inline.photoId })).toMatchObject({
      photo: [{ file_id: inline.photoId, width: 320 }],
    });
    expect(
      await chosen({ type: 'document', document_file_id: inline.fileIds.pdf, title: 'x' }),
    ).toMatchObject({
      document: { file_id: inline.fileIds.pdf },
    });
    expect(await chosen({ type: 'gif', gif_file_id: inline.fileIds.gif })).toHaveProperty(
      'animation.file_id',
      inline.fileIds.gif,
    );
    expect(await chosen({ type: 'mpeg4_gif', mpeg4_file_id: inline.fileIds.mp4 })).toHaveProperty(
      'animation',
    );
    expect(await chosen({ type: 'video', video_file_id: inline.fileIds.mp4, title: 'x' })).toHaveProperty(
      'video',
    );
    expect(await chosen({ type: 'sticker', sticker_file_id: inline.fileIds.webp })).toHaveProperty(
      'sticker.width',
      512,
    );
    expect(await chosen({ type: 'voice', voice_file_id: inline.fileIds.ogg, title: 'x' })).toHaveProperty(
      'voice',
    );
    expect(await chosen({ type: 'audio', audio_file_id: inline.fileIds.mp3, title: 'x' })).toHaveProperty(
      'audio',
    );
    expect(inline.requested).toHaveLength(before);
  });

  it('refuses a file of another kind, and one that nobody sent', async () => {
    expect(await inline.refusalOf({ type: 'photo', photo_file_id: inline.fileIds.pdf })).toBe(
      "can't use file of type Document as Photo",
    );
    expect(await inline.refusalOf({ type: 'sticker', sticker_file_id: inline.photoId })).toBe(
      "can't use file of type Photo as Document",
    );
    expect(await inline.refusalOf({ type: 'sticker', sticker_file_id: inline.fileIds.pdf })).toBe(
      'STICKER_DOCUMENT_INVALID',
    );
    expect(await inline.refusalOf({ type: 'gif', gif_file_id: inline.fileIds.pdf })).toBe(
      'GIF_CONTENT_TYPE_INVALID',
    );
    expect(await inline.refusalOf({ type: 'gif', gif_file_id: 'none' })).toBe(
      'wrong remote file identifier specified: Wrong string length',
    );
    expect(await inline.refusalOf({ type: 'gif' })).toBe(
      'can\'t parse inline query result: Can\'t find field "gif_file_id"',
    );
  });
});

it('publishes a prepared picture in a channel, where bots and readers find it', async () => {
  const channel = inline.under.world.channels().find(({ creatorId }) => creatorId === owner.id);
  const result = { type: 'photo', id: 'p', photo_file_id: inline.photoId, caption: 'Look' };
  const given = { user_id: Number(owner.id), result, allow_channel_chats: true };
  const { id } = (await inline.under.call('savePreparedInlineMessage', given)).result as { id: string };
  inline.under.api.inlinePeople.sendPrepared(owner, id, { kind: 'channel', channelId: channel?.id ?? '' });
  const page = { offsetId: 0, offsetDate: 0, addOffset: 0, limit: 1, minId: 0, maxId: 0 };
  const [post] = inline.under.world.history(channel?.id ?? '', page).messages;
  expect(post).toMatchObject({ text: 'Look', media: { kind: 'photo' } });
  const [forwarded] = inline.under.api.people.forward(owner.id, channel?.id ?? '', post?.id ?? 0);
  expect(forwarded).toMatchObject({ caption: 'Look', photo: [{ file_id: inline.photoId }] });
});

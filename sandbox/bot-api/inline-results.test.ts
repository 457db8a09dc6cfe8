import { Bot, InlineQueryResultBuilder } from 'grammy';
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

describe('results without a file', () => {
  it('sends places, venues and people, and any result as another message', async () => {
    const place = { latitude: 41.9, longitude: 12.5 };
    expect(await inline.choose({ type: 'location', title: 'Rome', ...place })).toMatchObject({
      listed: { title: 'Rome', description: '41.9 12.5' },
      message: { location: place },
    });
    expect(await inline.choose({ type: 'venue', title: 'Forum', address: 'Rome', ...place })).toMatchObject({
      listed: { title: 'Forum', description: 'Rome' },
      message: { location: place, venue: { location: place, title: 'Forum', address: 'Rome' } },
    });
    const person = { phone_number: '+390000', first_name: 'Ada', last_name: 'B' };
    expect(await inline.choose({ type: 'contact', ...person })).toMatchObject({
      listed: { title: 'Ada B', description: '+390000' },
      message: { contact: person },
    });
    const instead = { input_message_content: { message_text: '<i>instead</i>', parse_mode: 'HTML' } };
    const { message } = await inline.choose({ type: 'location', title: 'Rome', ...place, ...instead });
    expect(message).toMatchObject({ text: 'instead', entities: [{ type: 'italic' }] });
    expect(message).not.toHaveProperty('location');
    for (const content of [place, person, { ...place, title: 'Forum', address: 'Rome' }]) {
      const sent = await inline.choose({ type: 'article', title: 'x', input_message_content: content });
      expect(sent.message).not.toHaveProperty('text');
    }
  });

  const parse = "can't parse inline query result: ";
  it.each<[string, unknown, string]>([
    ['no object', 5, `${parse}Inline query result must be an object`],
    ['no type', { title: 'x' }, `${parse}Can't find field "type"`],
    ['an unknown type', { type: 'dance' }, `${parse}type "dance" is unsupported for the inline query result`],
    [
      'a type of Object.prototype',
      { type: 'constructor' },
      `${parse}type "constructor" is unsupported for the inline query result`,
    ],
    [
      'an article without content',
      { type: 'article', title: 'x' },
      `${parse}Can't find field "message_text"`,
    ],
    [
      'an article with content of no kind',
      { type: 'article', title: 'x', input_message_content: {} },
      `${parse}Input message content is not specified`,
    ],
    [
      'content that is a text',
      { type: 'article', title: 'x', input_message_content: 'x' },
      `${parse}Field "input_message_content" must be of type Object`,
    ],
    [
      'a place without a longitude',
      { type: 'location', title: 'x', latitude: 1 },
      `${parse}Can't find field "longitude"`,
    ],
    [
      'a latitude in words',
      { type: 'location', title: 'x', latitude: 'north', longitude: 1 },
      `${parse}Field "latitude" must be of type Number`,
    ],
    [
      'a place above the pole',
      { type: 'location', title: 'x', latitude: 90.1, longitude: 1 },
      'wrong location specified',
    ],
    [
      'a venue beyond the last meridian',
      { type: 'venue', title: 'x', address: 'x', latitude: 1, longitude: 181 },
      'wrong venue location specified',
    ],
    [
      'a person without a name',
      { type: 'contact', phone_number: '1' },
      `${parse}Can't find field "first_name"`,
    ],
    [
      'a list as a title',
      { type: 'article', title: [], message_text: 'x' },
      `${parse}Field "title" must be of type String`,
    ],
    ['a film without a title', { type: 'video', video_file_id: 'x', title: ' ' }, 'VIDEO_TITLE_EMPTY'],
  ])('refuses %s', async (_, result, why) => {
    expect(await inline.refusalOf(result)).toBe(why);
  });
});

it('takes what grammY builds', async () => {
  const bot = new Bot(inline.under.token, { client: { apiRoot: inline.under.api.root } });
  const results = [
    InlineQueryResultBuilder.article('article', 'Article').text('Text'),
    InlineQueryResultBuilder.photo('photo', inline.at('a.png')),
    InlineQueryResultBuilder.photoCached('cached-photo', inline.photoId),
    InlineQueryResultBuilder.gif('gif', inline.at('a.gif'), thumbnail_url),
    InlineQueryResultBuilder.mpeg4gif('mpeg4', inline.at('a.mp4'), thumbnail_url),
    InlineQueryResultBuilder.videoMp4('video', 'Video', inline.at('a.mp4'), thumbnail_url),
    InlineQueryResultBuilder.documentPdf('pdf', 'Paper', inline.at('a.pdf')),
    InlineQueryResultBuilder.documentCached('cached-document', 'Paper', inline.fileIds.pdf),
    InlineQueryResultBuilder.location('place', 'Rome', 41.9, 12.5),
    InlineQueryResultBuilder.venue('venue', 'Forum', 41.9, 12.5, 'Rome'),
    InlineQueryResultBuilder.contact('contact', '+390000', 'Ada'),
    InlineQueryResultBuilder.stickerCached('sticker', inline.fileIds.webp),
    InlineQueryResultBuilder.gifCached('cached-gif', inline.fileIds.gif),
    InlineQueryResultBuilder.mpeg4gifCached('cached-mpeg4', inline.fileIds.mp4),
    InlineQueryResultBuilder.videoCached('cached-video', 'Video', inline.fileIds.mp4),
  ];
  const asked = inline.under.api.inlinePeople.ask(owner, 'all');
  await bot.api.answerInlineQuery(inline.newestQueryId(), results);
  const found = await asked;
  expect(found.answer?.results.map(({ id }) => id)).toEqual(results.map(({ id }) => id));
});

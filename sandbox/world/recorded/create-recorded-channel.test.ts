import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aHistoryRequest, aWorld, testEpoch } from '../a-world.ts';

const weekSeconds = 7 * 86_400;
/** Two weeks, a day and an hour before the epoch. */
const recordedAt = testEpoch - 2 * weekSeconds - 90_000;

const lines = [
  { id: 1, date: recordedAt - 900, service: 'MessageActionChannelCreate' },
  {
    id: 3,
    date: recordedAt - 800,
    message: 'One',
    views: 10,
    groupedId: '13000000000000001',
    media: 'photo',
  },
  {
    id: 4,
    date: recordedAt - 800,
    message: '',
    views: 9,
    forwards: 2,
    groupedId: '13000000000000001',
    media: 'photo',
  },
  {
    id: 9,
    date: recordedAt,
    message: 'Two words',
    views: 7,
    forwards: 1,
    comments: 0,
    reactions: [
      { emoticon: '👍', count: 3 },
      { documentId: '5368324170671202286', count: 2 },
    ],
    editDate: recordedAt + 60,
    editHide: false,
    fwdFrom: { date: recordedAt - 5000, channelId: '1900000001', post: 77 },
    entities: [{ type: 'TextUrl', offset: 0, length: 3, url: 'https://example.org/' }],
    postAuthor: 'A. Writer',
    pinned: true,
  },
];

let folder: string;
let directory: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'recorded-'));
  directory = writeRecording('plain', lines.map((line) => JSON.stringify(line)).join('\n'));
});

afterAll(() => rmSync(folder, { recursive: true }));

function writeRecording(name: string, messages: string, channel: object = {}): string {
  const path = join(folder, name);
  mkdirSync(path);
  const whole = { id: '1500000001', username: 'Recorded_One', title: 'Recorded', recordedAt, ...channel };
  writeFileSync(join(path, 'channel.json'), JSON.stringify(whole));
  writeFileSync(join(path, 'messages.jsonl'), `${messages}\n`);
  return path;
}

describe('a recorded world', () => {
  it('serves every message with its recorded counts', async () => {
    const world = await aWorld({ sources: [{ kind: 'recorded', directory }], rebase: 'none' });
    const { messages, count } = world.history('1500000001', aHistoryRequest());
    expect(count).toBe(4);
    expect(messages.map(({ id }) => id)).toEqual([9, 4, 3, 1]);
    expect(messages[0]).toEqual({
      channelId: '1500000001',
      id: 9,
      date: recordedAt,
      service: null,
      fromId: null,
      text: 'Two words',
      entities: [{ type: 'TextUrl', offset: 0, length: 3, url: 'https://example.org/' }],
      media: null,
      groupedId: null,
      editDate: recordedAt + 60,
      isEditHidden: false,
      forward: { date: recordedAt - 5000, channelId: '1900000001', postId: 77, fromName: null },
      postAuthor: 'A. Writer',
      isPinned: true,
      views: 7,
      forwards: 1,
      comments: 0,
      reactions: [
        { emoticon: '👍', count: 3 },
        { customEmojiId: '5368324170671202286', count: 2 },
      ],
    });
    expect(messages[3]).toMatchObject({ service: 'messageActionChannelCreate', views: null, reactions: [] });
  });

  it('serves views without forwards as forwards 0 and comments that are off as null', async () => {
    const world = await aWorld({ sources: [{ kind: 'recorded', directory }] });
    expect(world.message('1500000001', 3)).toMatchObject({ views: 10, forwards: 0, comments: null });
  });

  it('moves all dates by whole weeks so that it ends within the week before the epoch', async () => {
    const world = await aWorld({ sources: [{ kind: 'recorded', directory }] });
    const newest = world.message('1500000001', 9);
    expect(newest?.date).toBe(recordedAt + 2 * weekSeconds);
    expect(newest?.editDate).toBe(recordedAt + 60 + 2 * weekSeconds);
    expect(newest?.forward?.date).toBe(recordedAt - 5000 + 2 * weekSeconds);
  });

  it('does not know its subscribers unless the recording says', async () => {
    const telling = writeRecording('telling', '{"id":1,"date":5}', {
      id: '1500000002',
      username: null,
      subscribers: 12,
    });
    const world = await aWorld({
      sources: [
        { kind: 'recorded', directory },
        { kind: 'recorded', directory: telling },
      ],
    });
    expect(world.subscribers('1500000001')).toBeNull();
    expect(world.subscribers('1500000002')).toBe(12);
  });

  it('has a private discussion group exactly where comments were counted', async () => {
    const silent = writeRecording('silent', '{"id":1,"date":5}', { id: '1500000003', username: null });
    const world = await aWorld({
      sources: [
        { kind: 'recorded', directory },
        { kind: 'recorded', directory: silent },
      ],
    });
    const group = world.channel(world.channel('1500000001')?.linkedChatId ?? '');
    expect(group).toMatchObject({ kind: 'megagroup', username: null, linkedChatId: '1500000001' });
    expect(world.channel('1500000003')?.linkedChatId).toBeNull();
  });

  it.each([
    ['descending', '{"id":2,"date":5}\n{"id":2,"date":6}', 'messages.jsonl:2 has the id 2 where one above 2'],
    ['undated', '{"id":2}', 'messages.jsonl:1 has no "date"'],
    ['broken', '{"id":2,', 'messages.jsonl:1 is not a JSON object'],
  ])('refuses a %s recording with the line', async (name, messages, sentence) => {
    const broken = writeRecording(name, messages);
    const world = aWorld({ sources: [{ kind: 'recorded', directory: broken }] });
    await expect(world).rejects.toMatchObject({
      code: 'recording-malformed',
      message: expect.stringContaining(sentence),
    });
  });

  it('refuses a folder that is not there', async () => {
    const world = aWorld({ sources: [{ kind: 'recorded', directory: join(folder, 'nowhere') }] });
    await expect(world).rejects.toMatchObject({ code: 'recording-unreadable' });
  });
});

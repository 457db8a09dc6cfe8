import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { people } from '#sandbox/world/people.ts';
import { type BotApiUnderTest, startBotApi } from '../bot-api.test-client.ts';
import type { BotMessage } from '../bot-objects.ts';

const owner = people.owner.id;
const chat = { chat_id: Number(owner) };
let under: BotApiUnderTest;

beforeAll(async () => {
  under = await startBotApi();
  under.api.people.start(owner);
});
afterAll(() => under.close());

describe('chats', () => {
  it('counts the subscribers of a channel as the world does', async () => {
    const channel = under.world.channels().find(({ username }) => username !== null);
    const answer = await under.call('getChatMemberCount', { chat_id: `@${channel?.username}` });
    expect(answer.result).toBe(under.world.subscribers(channel?.id ?? ''));
  });

  it('shows a public channel and hides a private one', async () => {
    const open = under.world
      .channels()
      .find(({ username, kind }) => username !== null && kind === 'broadcast');
    const hidden = under.world.channels().find(({ username }) => username === null);
    expect((await under.call('getChat', { chat_id: `@${open?.username}` })).result).toMatchObject({
      id: Number(`-100${open?.id}`),
      type: 'channel',
      title: open?.title,
    });
    expect((await under.call('getChat', { chat_id: `-100${hidden?.id}` })).description).toBe(
      'Bad Request: chat not found',
    );
  });

  it('tells members only to a bot that is an administrator', async () => {
    const channel = under.world.channels().find((one) => one.creatorId === owner);
    const about = { chat_id: `-100${channel?.id}`, user_id: Number(owner) };
    expect((await under.call('getChatMember', about)).description).toMatch(
      /member list is inaccessible|chat not found/,
    );
    channel?.adminIds.add(under.bot.id);
    expect((await under.call('getChatMember', about)).result).toMatchObject({
      status: 'creator',
      user: { id: Number(owner) },
    });
    const administrators = (await under.call('getChatAdministrators', about)).result as { status: string }[];
    expect(administrators.map(({ status }) => status)).toContain('creator');
    channel?.adminIds.delete(under.bot.id);
  });
});

describe('the profile', () => {
  it('keeps commands per scope and language', async () => {
    const commands = [{ command: 'start', description: 'Begin' }];
    const russian = [{ command: 'start', description: 'Начать' }];
    await under.call('setMyCommands', { commands });
    await under.call('setMyCommands', { commands: russian, language_code: 'ru' });
    expect((await under.call('getMyCommands')).result).toEqual(commands);
    expect((await under.call('getMyCommands', { language_code: 'ru' })).result).toEqual(russian);
    expect(
      (await under.call('setMyCommands', { commands: [{ command: 'Bad Name', description: 'x' }] }))
        .description,
    ).toBe('Bad Request: BOT_COMMAND_INVALID');
  });

  it('keeps the menu button, general and per chat', async () => {
    const button = { type: 'web_app', text: 'Open', web_app: { url: 'http://127.0.0.1:1/' } };
    expect((await under.call('getChatMenuButton')).result).toEqual({ type: 'commands' });
    await under.call('setChatMenuButton', { menu_button: button });
    expect((await under.call('getChatMenuButton', chat)).result).toEqual(button);
    await under.call('setChatMenuButton', { ...chat, menu_button: { type: 'commands' } });
    expect((await under.call('getChatMenuButton', chat)).result).toEqual({ type: 'commands' });
  });
});

describe('files', () => {
  it('sends a picture and gives it back byte for byte', async () => {
    const png = Buffer.from(
      'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
      'base64',
    );
    const form = new FormData();
    form.set('chat_id', owner);
    form.set('caption', '<i>dot</i>');
    form.set('parse_mode', 'HTML');
    form.set('photo', new Blob([png], { type: 'image/png' }), 'dot.png');
    const address = `${under.api.root}/bot${under.token}`;
    const sent = (await (await fetch(`${address}/sendPhoto`, { method: 'POST', body: form })).json()) as {
      result: BotMessage;
    };
    expect(sent.result).toMatchObject({ caption: 'dot', photo: [{ width: 1, height: 1 }] });
    const file = await under.call('getFile', { file_id: sent.result.photo?.[0]?.file_id });
    const { file_path } = file.result as { file_path: string };
    const content = await fetch(`${under.api.root}/file/bot${under.token}/${file_path}`);
    expect(Buffer.from(await content.arrayBuffer())).toEqual(png);
  });
});

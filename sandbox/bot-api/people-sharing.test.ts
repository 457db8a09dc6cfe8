import { afterEach, beforeEach, expect, it } from 'vitest';
import { people } from '#sandbox/world/people.ts';
import { type BotApiUnderTest, startBotApi } from './bot-api.test-client.ts';

const { owner } = people;
let under: BotApiUnderTest;

beforeEach(async () => {
  under = await startBotApi();
  under.api.people.start(owner.id);
  under.api.context.updates.clear();
});
afterEach(() => under.close());

async function showButton(request: object): Promise<void> {
  const keyboard = [[{ text: 'Choose', request_chat: { request_id: 7, ...request } }]];
  const sent = await under.call('sendMessage', {
    chat_id: Number(owner.id),
    text: 'x',
    reply_markup: { keyboard },
  });
  expect(sent).toMatchObject({ ok: true });
}

it('offers the chats that fit, gives the bot the rights it asked for, and shares the chat', async () => {
  await showButton({
    chat_is_channel: true,
    user_administrator_rights: { can_invite_users: true },
    bot_administrator_rights: { can_invite_users: true, can_post_messages: true },
    request_title: true,
  });
  const { channels, botRights } = under.api.sharing.fittingChannels(owner, 7);
  expect(channels.length).toBeGreaterThan(0);
  expect(channels.every(({ kind, adminIds }) => kind === 'broadcast' && adminIds.has(owner.id))).toBe(true);
  expect(botRights).toEqual(['can_post_messages', 'can_invite_users']);
  const channel = channels[0];
  under.api.sharing.shareChat(owner, 7, channel?.id ?? '');
  const chat = Number(`-100${channel?.id}`);
  const { result } = await under.call('getUpdates');
  expect(result).toMatchObject([
    {
      my_chat_member: {
        from: { id: Number(owner.id) },
        new_chat_member: { status: 'administrator', can_invite_users: true, can_edit_messages: false },
      },
    },
    { message: { chat_shared: { request_id: 7, chat_id: chat, title: channel?.title } } },
  ]);
  expect(channel?.adminIds.has(under.bot.id)).toBe(true);
});

it('offers only created channels where that is asked, and refuses any other', async () => {
  await showButton({ chat_is_channel: true, chat_is_created: true });
  const { channels } = under.api.sharing.fittingChannels(owner, 7);
  expect(channels.every(({ creatorId }) => creatorId === owner.id)).toBe(true);
  const other = under.world.channels().find(({ creatorId }) => creatorId !== owner.id);
  expect(() => under.api.sharing.shareChat(owner, 7, other?.id ?? '')).toThrow(
    'not what the button asks for',
  );
  expect(() => under.api.sharing.fittingChannels(owner, 8)).toThrow('no such button');
});

it('refuses a button without a request id', async () => {
  const reply_markup = { keyboard: [[{ text: 'x', request_chat: { chat_is_channel: true } }]] };
  const answer = await under.call('sendMessage', { chat_id: Number(owner.id), text: 'x', reply_markup });
  expect(answer.description).toBe(
    'Bad Request: can\'t parse keyboard button: Can\'t find field "request_id"',
  );
});

it('shares the number and reacts to messages, both ways', async () => {
  await under.call('getUpdates', { allowed_updates: ['message', 'message_reaction'] });
  under.api.sharing.shareContact(owner);
  const sent = await under.call('sendMessage', { chat_id: Number(owner.id), text: 'hi' });
  const { message_id } = sent.result as { message_id: number };
  under.api.sharing.react(owner, message_id, '👍');
  under.api.sharing.react(owner, message_id, null);
  const { result } = await under.call('getUpdates');
  const emoji = [{ type: 'emoji', emoji: '👍' }];
  expect(result).toMatchObject([
    { message: { contact: { phone_number: owner.phone, user_id: Number(owner.id) } } },
    { message_reaction: { message_id, old_reaction: [], new_reaction: emoji } },
    { message_reaction: { message_id, old_reaction: emoji, new_reaction: [] } },
  ]);
});

import { api } from './api.js';
import { ask, choose } from './dialog.js';
import { avatar } from './dom.js';

const botChoice = 'bot';

function asEntry({ id, title, username }) {
  return {
    id,
    label: title,
    note: username === null ? 'private' : `@${username}`,
    before: avatar(id, title, 'avatar-small'),
  };
}

/** Lets a person pick the chat a keyboard button asks for; the bot gets the rights it wants there. */
export async function answerChatRequest(person, button) {
  const request = button.request_chat.request_id;
  const { channels, botRights } = await api.requestedChats(person.id, request);
  const id = await choose(
    button.text,
    channels.map(asEntry),
    'None of your chats fits what the bot asks for.',
    { note: botRights.length === 0 ? '' : 'The bot becomes an administrator of the channel you choose.' },
  );
  if (id !== null) await api.shareChat(person.id, request, id);
}

/** Asks before the number is given away; true: it was. `signal` takes the question back. */
export async function shareContact(person, bot, signal) {
  const answer = await ask({
    title: 'Share your phone number?',
    message: `${bot.name} will know your phone number.`,
    buttons: [
      { id: 'cancel', text: 'Cancel' },
      { id: 'share', text: 'Share' },
    ],
    signal,
  });
  if (answer !== 'share') return false;
  await api.shareContact(person.id);
  return true;
}

/** Lets a person send what the bot prepared. Gives Telegram's name of what went wrong; null: it was sent. */
export async function sendPrepared(person, bot, id, signal) {
  let prepared;
  try {
    prepared = await api.prepared(person.id, id);
  } catch {
    // Unknown, too old, or of somebody else: the Mini App is told.
    return 'MESSAGE_EXPIRED';
  }
  const { channels } = await api.channels(person.id);
  const fitting = prepared.allowed.includes('channel') ? channels.filter((one) => one.isAdministrator) : [];
  const toBot = {
    id: botChoice,
    label: bot.name,
    note: 'bot',
    before: avatar(bot.id, bot.name, 'avatar-small'),
  };
  const entries = [...(prepared.allowed.includes('bot') ? [toBot] : []), ...fitting.map(asEntry)];
  const chosen = await choose('Send to', entries, 'There is no chat for this message.', { signal });
  if (chosen === null) return 'USER_DECLINED';
  await api.sendPrepared(person.id, id, chosen === botChoice ? undefined : chosen);
  return null;
}

import { openMenu } from './dialog.js';
import { element, icon, iconButton } from './dom.js';
import { renderText } from './text.js';

const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });
const dayName = new Intl.DateTimeFormat('en', { day: 'numeric', month: 'long' });

const usualReactions = ['👍', '❤', '🔥', '🎉', '😁', '🤔', '👎', '🙏'];

/** `14:05`. */
export function timeOf(message) {
  return clock.format(new Date(message.date * 1000));
}

/** `Today` or `4 November`. */
export function dayOf(message) {
  const date = new Date(message.date * 1000);
  return date.toDateString() === new Date().toDateString() ? 'Today' : dayName.format(date);
}

/** One line that stands for a message in a list. */
export function summaryOf(message) {
  if (message.text !== undefined) return message.text.replace(/\s+/g, ' ');
  if (message.photo !== undefined) return message.caption ?? 'Photo';
  if (message.animation !== undefined) return message.caption ?? 'GIF';
  if (message.document !== undefined) return message.document.file_name ?? 'File';
  if (message.sticker !== undefined) return 'Sticker';
  if (message.audio !== undefined) return message.audio.file_name ?? 'Audio';
  if (message.voice !== undefined) return message.caption ?? 'Voice message';
  if (message.video !== undefined) return message.caption ?? 'Video';
  if (message.poll !== undefined) return `Poll: ${message.poll.question}`;
  if (message.venue !== undefined) return `${message.venue.title}, ${message.venue.address}`;
  if (message.location !== undefined) return 'Location';
  if (message.contact !== undefined)
    return [message.contact.first_name, message.contact.phone_number].filter(Boolean).join(', ');
  if (message.chat_shared !== undefined)
    return `Shared ${message.chat_shared.title ?? 'a chat'} with the bot`;
  if (message.write_access_allowed !== undefined) return 'You allowed the bot to write to you';
  if (message.web_app_data !== undefined) return `Data from “${message.web_app_data.button_text}”`;
  return '';
}

/**
 * Draws one message with its inline keyboard. `actions` has `openLink`, `sendCommand`, `pressInline(message, button)`,
 * `react(message, emoji|null)`; `reactions` are emoji by who left them;
 * what belongs to the person stands on the right.
 */
export function renderMessage(message, person, actions, reactions = {}) {
  const isOwn = String(message.from?.id) === person.id;
  const body = element(
    'div',
    { className: message.edit_date === undefined ? 'bubble' : 'bubble is-edited' },
    content(message, actions),
    meta(message),
    reactionsOf(message, person, actions, reactions),
  );
  return element(
    'article',
    {
      className: isOwn ? 'message is-own' : 'message',
      'data-testid': 'message',
      'data-message-id': message.message_id,
      'aria-label': `${isOwn ? 'You' : message.from?.first_name}, ${timeOf(message)}`,
    },
    element('div', { className: 'message-column' }, body, inlineKeyboard(message, actions)),
  );
}

function content(message, actions) {
  const parts = [];
  if (message.via_bot !== undefined)
    parts.push(element('p', { className: 'forward' }, `via @${message.via_bot.username}`));
  if (message.forward_origin !== undefined) {
    parts.push(element('p', { className: 'forward' }, `Forwarded from ${originOf(message.forward_origin)}`));
  }
  if (message.reply_to_message !== undefined) {
    const { reply_to_message: answered } = message;
    parts.push(
      element(
        'blockquote',
        { className: 'answered' },
        element('strong', {}, answered.from?.first_name ?? ''),
        element('span', {}, summaryOf(answered)),
      ),
    );
  }
  if (message.photo !== undefined) parts.push(photo(message));
  // An animation is told as a document too.
  const film = message.animation ?? message.video;
  if (film !== undefined) parts.push(file(film, 'video'));
  else if (message.document !== undefined) parts.push(file(message.document));
  for (const kind of ['sticker', 'audio', 'voice'])
    if (message[kind] !== undefined) parts.push(file(message[kind]));
  if (
    message.web_app_data !== undefined ||
    message.write_access_allowed !== undefined ||
    message.poll !== undefined ||
    message.location !== undefined ||
    message.contact !== undefined ||
    message.chat_shared !== undefined
  )
    parts.push(element('p', { className: 'service' }, summaryOf(message)));
  const text = message.text ?? message.caption;
  if (text !== undefined) {
    const entities = message.text === undefined ? message.caption_entities : message.entities;
    parts.push(
      element(
        'div',
        { className: 'text', dir: 'auto', 'data-testid': 'message-text' },
        renderText(text, entities, actions),
      ),
    );
  }
  return parts;
}

/** Whose message was forwarded. */
function originOf({ chat, sender_chat, sender_user, sender_user_name }) {
  return (chat ?? sender_chat)?.title ?? sender_user?.first_name ?? sender_user_name ?? 'a channel';
}

function photo(message) {
  const largest = message.photo.at(-1);
  return element('img', {
    className: 'photo',
    src: `/files/${largest.file_id}`,
    width: largest.width,
    height: largest.height,
    alt: message.caption ?? 'Photo',
    loading: 'lazy',
  });
}

function file(document, sign = 'file') {
  const size =
    document.file_size < 1024 ? `${document.file_size} B` : `${Math.round(document.file_size / 1024)} KB`;
  return element(
    'a',
    { className: 'file', href: `/files/${document.file_id}`, download: document.file_name ?? 'file' },
    element('span', { className: 'file-icon' }, icon(sign)),
    element('span', { className: 'file-name' }, document.file_name ?? 'File', element('small', {}, size)),
  );
}

function meta(message) {
  const edited = message.edit_date === undefined ? '' : 'edited ';
  const shown = new Date(message.date * 1000);
  return element('time', { className: 'meta', datetime: shown.toISOString() }, `${edited}${timeOf(message)}`);
}

/** What both sides left on a message, and a button to leave something on the bot's. */
function reactionsOf(message, person, actions, reactions) {
  const own = reactions[person.id];
  const isOwn = String(message.from?.id) === person.id;
  const button = iconButton(
    'smile',
    'React',
    () =>
      openMenu(
        button,
        usualReactions.map((emoji) => ({
          label: emoji,
          testId: `give-${emoji}`,
          onclick: () => actions.react(message, emoji),
        })),
        'menu-reactions',
      ),
    { 'data-testid': 'react-message' },
  );
  const left = [...new Set(Object.values(reactions))];
  if (isOwn && left.length === 0) return null;
  return element(
    'div',
    { className: left.length === 0 ? 'message-reactions is-empty' : 'reactions message-reactions' },
    left.map((emoji) =>
      element(
        'button',
        {
          type: 'button',
          className: emoji === own ? 'reaction is-own' : 'reaction',
          'data-testid': `reaction-${emoji}`,
          'aria-pressed': String(emoji === own),
          onclick: () => actions.react(message, emoji === own ? null : emoji),
        },
        emoji,
      ),
    ),
    isOwn ? null : button,
  );
}

function inlineKeyboard(message, actions) {
  const rows = message.reply_markup?.inline_keyboard;
  if (rows === undefined) return null;
  return element(
    'div',
    { className: 'inline-keyboard' },
    rows.map((row) =>
      element(
        'div',
        { className: 'inline-row' },
        row.map((button) => inlineButton(message, button, actions)),
      ),
    ),
  );
}

function inlineButton(message, button, actions) {
  const mark = button.web_app !== undefined ? 'app' : button.url !== undefined ? 'external' : null;
  const node = element(
    'button',
    { type: 'button', className: 'inline-button', 'data-testid': 'inline-button' },
    element('span', { className: 'inline-label' }, button.text),
    mark !== null && icon(mark),
  );
  node.addEventListener('click', async () => {
    if (node.classList.contains('is-busy')) return;
    node.classList.add('is-busy');
    node.setAttribute('aria-busy', 'true');
    try {
      await actions.pressInline(message, button);
    } finally {
      node.classList.remove('is-busy');
      node.removeAttribute('aria-busy');
    }
  });
  return node;
}

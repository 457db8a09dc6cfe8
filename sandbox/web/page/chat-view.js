import { createComposer } from './composer.js';
import { openMenu } from './dialog.js';
import { avatar, element, iconButton } from './dom.js';
import { dayOf, renderMessage } from './message-view.js';

const typingMs = 5_000;
/** Closer to the end than this many pixels, new messages scroll into sight. */
const nearEnd = 120;

/**
 * The pane with the conversation. `actions` are those of messages and of the composer, `leave()`, `setBlocked(flag)`.
 * `show(chat)` draws everything, `apply(event)` one change.
 */
export function createChatView(actions) {
  let chat = null;
  let typing;
  const composer = createComposer(actions);
  const status = element('small', { className: 'chat-status' }, 'bot');
  const title = element('div', { className: 'chat-title' });
  const more = iconButton('more', 'More', () =>
    openMenu(more, [
      {
        label: chat.isBlocked ? 'Unblock the bot' : 'Block the bot',
        isDestructive: !chat.isBlocked,
        testId: 'block',
        onclick: () => actions.setBlocked(!chat.isBlocked),
      },
    ]),
  );
  const header = element(
    'header',
    { className: 'pane-header' },
    iconButton('back', 'Back to the chats', () => actions.leave(), { 'data-testid': 'back' }),
    title,
    more,
  );
  header.firstChild.classList.add('only-narrow');
  const list = element('div', {
    className: 'messages',
    role: 'log',
    'aria-label': 'Messages',
    'data-testid': 'messages',
    tabindex: '0',
  });
  const scroller = element('div', { className: 'messages-scroller' }, list);
  const root = element(
    'section',
    { className: 'chat-pane', 'aria-label': 'Chat' },
    header,
    scroller,
    composer.root,
  );

  function drawAll() {
    const nodes = [];
    let day = '';
    if (chat.messages.length === 0) nodes.push(welcome());
    for (const message of chat.messages) {
      if (dayOf(message) !== day) {
        day = dayOf(message);
        nodes.push(dayMark(day));
      }
      nodes.push(renderMessage(message, chat.person, actions, chat.reactions[message.message_id]));
    }
    list.replaceChildren(...nodes);
  }

  function dayMark(day) {
    return element('div', { className: 'day', 'data-day': day }, element('span', {}, day));
  }

  function welcome() {
    const { bot } = chat;
    return element(
      'div',
      { className: 'welcome' },
      element('strong', {}, 'What can this bot do?'),
      element('p', {}, bot.description === '' ? `Press Start to talk to ${bot.name}.` : bot.description),
    );
  }

  function scrollToEnd() {
    scroller.scrollTop = scroller.scrollHeight;
  }

  // The end stays in sight when the keyboard below opens or the field grows.
  let isAtEnd = true;
  scroller.addEventListener('scroll', () => {
    isAtEnd = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < nearEnd;
  });
  new ResizeObserver(() => {
    if (isAtEnd) scrollToEnd();
  }).observe(scroller);

  function setStatus(text) {
    clearTimeout(typing);
    status.textContent = text;
    status.classList.toggle('is-active', text !== 'bot');
    if (text !== 'bot') typing = setTimeout(() => setStatus('bot'), typingMs);
  }

  function add(message) {
    const isNear = isAtEnd;
    const last = chat.messages.at(-1);
    if (last === undefined) list.replaceChildren();
    if (last === undefined || dayOf(last) !== dayOf(message)) list.append(dayMark(dayOf(message)));
    chat.messages.push(message);
    list.append(renderMessage(message, chat.person, actions, chat.reactions[message.message_id]));
    const isOwn = String(message.from?.id) === chat.person.id;
    if (!isOwn) setStatus('bot');
    if (isNear || isOwn) scrollToEnd();
  }

  function nodeOf(messageId) {
    return list.querySelector(`[data-message-id="${Number(messageId)}"]`);
  }

  function replace(message) {
    const isNear = isAtEnd;
    const index = chat.messages.findIndex((one) => one.message_id === message.message_id);
    if (index === -1) return;
    chat.messages[index] = message;
    nodeOf(message.message_id)?.replaceWith(
      renderMessage(message, chat.person, actions, chat.reactions[message.message_id]),
    );
    if (isNear) scrollToEnd();
  }

  function remove(messageId) {
    chat.messages = chat.messages.filter((one) => one.message_id !== messageId);
    nodeOf(messageId)?.remove();
    if (chat.messages.length === 0) drawAll();
  }

  return {
    root,
    composer,
    focus: () => composer.focus(),
    show(next) {
      chat = next;
      title.replaceChildren(
        avatar(chat.bot.id, chat.bot.name),
        element('div', { className: 'chat-name' }, element('h1', {}, chat.bot.name), status),
      );
      composer.update(chat);
      drawAll();
      scrollToEnd();
    },
    /** A change of everything but the messages. */
    refresh(next) {
      const isSame = JSON.stringify(next.reactions) === JSON.stringify(chat.reactions);
      chat = { ...next, messages: chat.messages };
      composer.update(chat);
      if (chat.messages.length === 0 || !isSame) drawAll();
      if (!isSame && isAtEnd) scrollToEnd();
    },
    apply(event) {
      if (event.kind === 'message' && nodeOf(event.message.message_id) === null) add(event.message);
      else if (event.kind === 'edit') replace(event.message);
      else if (event.kind === 'delete') remove(event.messageId);
      else if (event.kind === 'action') setStatus(event.action === 'typing' ? 'typing…' : 'sending…');
    },
  };
}

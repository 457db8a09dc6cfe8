import { sentenceOf } from './api.js';
import { avatar, element } from './dom.js';

const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });
const dayName = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' });
const typingPauseMs = 250;

/**
 * The chats of a person: the bot first, then the channels, the newest message on top; above them a search of public
 * channels. `actions`: openBot(), openChannel(id), find(words) → entries.
 */
export function createChatList(actions) {
  let entries = [];
  let chat = null;
  let found = null;
  /** Why the search failed, as a sentence. */
  let problem = null;
  let openId = null;
  let timer;
  const search = element('input', {
    type: 'search',
    className: 'text-field',
    placeholder: 'Search',
    'aria-label': 'Search public channels',
    'data-testid': 'search',
    autocomplete: 'off',
  });
  const list = element('div', { className: 'chat-entries', 'data-testid': 'chats' });

  search.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(() => void find(), typingPauseMs);
  });
  search.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') stopSearching();
  });

  async function find() {
    const words = search.value.trim();
    let next = null;
    let failure = null;
    try {
      next = words === '' ? null : await actions.find(words);
    } catch (error) {
      next = [];
      failure = sentenceOf(error);
    }
    if (words !== search.value.trim()) return;
    found = next;
    problem = failure;
    draw();
  }

  function stopSearching() {
    search.value = '';
    found = null;
    draw();
  }

  function draw() {
    const focused = document.activeElement?.dataset?.testid;
    if (found !== null) {
      const nothing = element(
        'p',
        { className: 'side-note', role: 'status', 'data-testid': 'search-note' },
        problem ?? 'No public channel has this name.',
      );
      list.replaceChildren(...(found.length === 0 ? [nothing] : found.map(channelEntry)));
    } else {
      list.replaceChildren(...(chat === null ? [] : [botEntry()]), ...entries.map(channelEntry));
    }
    // Drawing anew must not take the focus away from whoever moves through the list with the keyboard.
    if (focused?.startsWith('chat-')) list.querySelector(`[data-testid="${focused}"]`)?.focus();
  }

  function botEntry() {
    const last = chat.messages.at(-1);
    return entry({
      testId: 'chat-bot',
      isOpen: openId === null,
      picture: avatar(chat.bot.id, chat.bot.name),
      name: chat.bot.name,
      date: last?.date ?? null,
      preview: chat.preview,
      onclick: () => actions.openBot(),
    });
  }

  function channelEntry(channel) {
    return entry({
      testId: `chat-${channel.id}`,
      isOpen: openId === channel.id,
      picture: avatar(channel.id, channel.title),
      name: channel.title,
      date: channel.date,
      preview: channel.preview ?? '',
      onclick: () => {
        if (found !== null) stopSearching();
        actions.openChannel(channel.id);
      },
    });
  }

  return {
    nodes: [element('div', { className: 'search' }, search), list],
    /** `preview` of the chat with the bot is one line. */
    showBot(next) {
      chat = next;
      draw();
    },
    showChannels(next) {
      entries = next;
      draw();
    },
    /** Marks the chat that is open; null: the bot's. */
    mark(id) {
      openId = id;
      draw();
    },
  };
}

function entry({ testId, isOpen, picture, name, date, preview, onclick }) {
  return element(
    'button',
    {
      type: 'button',
      className: isOpen ? 'chat-entry is-open' : 'chat-entry',
      'data-testid': testId,
      'aria-current': isOpen ? 'true' : null,
      onclick,
    },
    picture,
    element(
      'span',
      { className: 'chat-lines' },
      element(
        'span',
        { className: 'chat-line' },
        element('strong', {}, name),
        element('time', { className: 'chat-time' }, date === null ? '' : shortDate(date)),
      ),
      element('span', { className: 'chat-preview' }, preview),
    ),
  );
}

/** `14:05` today, else `4 Nov`. */
function shortDate(seconds) {
  const date = new Date(seconds * 1000);
  return (date.toDateString() === new Date().toDateString() ? clock : dayName).format(date);
}

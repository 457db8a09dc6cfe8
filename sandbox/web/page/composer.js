import { element, icon, iconButton } from './dom.js';
import { createInlinePanel } from './inline-panel.js';

/**
 * The bottom of a chat: menu button, text field, send button, the list of commands and the reply keyboard. `actions` has
 * those of the inline results, `send(text)` → whether it was sent, `start()`, `unblock()`, `openMenuApp(url)`, `pressKey(button)`. `update(chat)` draws a new state.
 */
export function createComposer(actions) {
  let chat = null;
  let isKeyboardShown = true;
  let highlighted = -1;

  const field = element('textarea', {
    rows: '1',
    className: 'composer-field',
    placeholder: 'Message',
    'aria-label': 'Message',
    'data-testid': 'composer',
    maxlength: '4096',
    autocomplete: 'off',
  });
  const send = iconButton('send', 'Send', () => submit(), { 'data-testid': 'send', disabled: true });
  send.classList.add('send-button');
  const menu = element('button', {
    type: 'button',
    className: 'menu-button',
    'aria-label': 'Commands',
    'data-testid': 'menu-button',
  });
  const toggle = iconButton(
    'keyboard',
    'Show or hide the keyboard',
    () => {
      isKeyboardShown = !isKeyboardShown;
      drawKeyboard();
    },
    { 'data-testid': 'keyboard-toggle' },
  );
  const commands = element('div', {
    className: 'commands',
    role: 'listbox',
    'aria-label': 'Commands',
    id: 'commands',
    'data-testid': 'commands',
  });
  commands.hidden = true;
  const keyboard = element('div', { className: 'reply-keyboard', 'data-testid': 'reply-keyboard' });
  const inline = createInlinePanel(actions, () => {
    field.value = '';
    onInput();
  });
  const bar = element('div', { className: 'composer-bar' }, menu, field, toggle, send);
  const wide = element(
    'button',
    { type: 'button', className: 'wide-button', 'data-testid': 'start' },
    'Start',
  );
  wide.hidden = true;
  const root = element('footer', { className: 'composer' }, commands, inline.root, bar, wide, keyboard);

  function submit(text = field.value) {
    if (text.trim() === '') return;
    field.value = '';
    onInput();
    hideCommands();
    void keepUnsent(text.trim());
  }

  /** What could not be sent comes back into the field, before what was typed since. */
  async function keepUnsent(text) {
    if (await actions.send(text)) return;
    field.value = field.value === '' ? text : `${text}\n${field.value}`;
    onInput();
  }

  function onInput() {
    send.disabled = field.value.trim() === '';
    field.style.height = 'auto';
    field.style.height = `${Math.min(field.scrollHeight, 160)}px`;
    inline.update(inlineQuery());
    const typed = /^\/(\w*)$/.exec(field.value);
    if (typed === null) hideCommands();
    else showCommands(typed[1].toLowerCase());
  }

  /** What follows `@bot `; null: the field holds something else. */
  function inlineQuery() {
    const [, name, query] = /^@(\w+) (.*)$/s.exec(field.value) ?? [];
    return name?.toLowerCase() === chat?.bot.username.toLowerCase() ? query : null;
  }

  function showCommands(prefix) {
    const fitting = (chat?.commands ?? []).filter((one) => one.command.startsWith(prefix));
    highlighted = -1;
    commands.hidden = fitting.length === 0;
    commands.replaceChildren(
      ...fitting.map((one) =>
        element(
          'button',
          {
            type: 'button',
            className: 'command',
            role: 'option',
            'data-command': one.command,
            onclick: () => submit(`/${one.command}`),
          },
          element('strong', {}, `/${one.command}`),
          element('span', {}, one.description),
        ),
      ),
    );
  }

  function hideCommands() {
    commands.hidden = true;
    highlighted = -1;
  }

  function moveHighlight(step) {
    const options = [...commands.children];
    highlighted = (highlighted + step + options.length) % options.length;
    for (const [index, option] of options.entries()) {
      option.setAttribute('aria-selected', String(index === highlighted));
    }
    options[highlighted].scrollIntoView({ block: 'nearest' });
  }

  field.addEventListener('input', onInput);
  field.addEventListener('keydown', (event) => {
    const isArrow = event.key === 'ArrowDown' || event.key === 'ArrowUp';
    if (inline.isOpen() && isArrow) {
      event.preventDefault();
      inline.move(event.key === 'ArrowDown' ? 1 : -1);
    } else if (inline.isOpen() && event.key === 'Escape') {
      inline.hide();
    } else if (inline.isOpen() && event.key === 'Enter' && inline.chooseHighlighted()) {
      event.preventDefault();
    } else if (!commands.hidden && isArrow) {
      event.preventDefault();
      moveHighlight(event.key === 'ArrowDown' ? 1 : -1);
    } else if (!commands.hidden && event.key === 'Escape') {
      hideCommands();
    } else if (!commands.hidden && event.key === 'Enter' && highlighted >= 0) {
      event.preventDefault();
      submit(`/${commands.children[highlighted].dataset.command}`);
    } else if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      submit();
    }
  });

  menu.addEventListener('click', () => {
    if (chat.menuButton.type === 'web_app') actions.openMenuApp(chat.menuButton.web_app.url);
    else if (commands.hidden) showCommands('');
    else hideCommands();
  });
  wide.addEventListener('click', () => (chat.isBlocked ? actions.unblock() : actions.start()));

  function drawKeyboard() {
    const rows = chat.keyboard?.keyboard;
    toggle.hidden = rows === undefined;
    keyboard.hidden = rows === undefined || !isKeyboardShown || wide.hidden === false;
    toggle.setAttribute('aria-pressed', String(!keyboard.hidden));
    field.placeholder = chat.keyboard?.input_field_placeholder ?? 'Message';
    keyboard.replaceChildren(
      ...(rows ?? []).map((row) =>
        element(
          'div',
          { className: 'reply-row' },
          row.map((button) =>
            element(
              'button',
              { type: 'button', className: 'reply-button', onclick: () => press(button) },
              button.text,
            ),
          ),
        ),
      ),
    );
  }

  function press(button) {
    if (chat.keyboard?.one_time_keyboard) {
      isKeyboardShown = false;
      drawKeyboard();
    }
    actions.pressKey(button);
  }

  return {
    root,
    focus: () => field.focus({ preventScroll: true }),
    /** Puts a text into the field for the person to send. */
    write(text) {
      field.value = text;
      onInput();
      field.focus();
    },
    update(next) {
      const isNewKeyboard = JSON.stringify(next.keyboard) !== JSON.stringify(chat?.keyboard);
      chat = next;
      if (isNewKeyboard) isKeyboardShown = true;
      const isApp = chat.menuButton.type === 'web_app';
      menu.replaceChildren(
        icon(isApp ? 'app' : 'menu'),
        element('span', {}, isApp ? chat.menuButton.text : 'Menu'),
      );
      menu.setAttribute('aria-label', isApp ? `Open ${chat.menuButton.text}` : 'Commands');
      menu.hidden = !isApp && chat.commands.length === 0;
      const isShut = !chat.hasStarted || chat.isBlocked;
      wide.hidden = !isShut;
      wide.textContent = chat.isBlocked ? 'Unblock' : 'Start';
      bar.hidden = isShut;
      drawKeyboard();
    },
  };
}

import { ask, openMenu } from './dialog.js';
import { avatar, element, iconButton } from './dom.js';
import { createEventLog } from './event-log.js';
import { createBridge } from './mini-app-bridge.js';
import { currentThemeParams, onThemeChange } from './theme.js';

/** Style Telegram Web sends to frames, so that their scroll bars fit. */
const scrollbarStyle = '* { scrollbar-width: thin; scrollbar-color: rgba(128,128,128,.5) transparent }';

/**
 * Opens a Mini App above the page and plays Telegram Web's part: header with back and settings buttons, main and
 * secondary button, popups, theme, viewport. `options`: url, person, bot, openLink, onData (only for reply keyboards),
 * writeToComposer, relaunch. Returns `close()`.
 */
export function openMiniApp(options) {
  const { bot, person } = options;
  let needsConfirmation = false;
  let isExpanded = true;
  let isFullscreen = false;
  let isClosed = false;

  const log = createEventLog();
  const frame = element('iframe', {
    className: 'mini-app-frame',
    'data-testid': 'miniapp-frame',
    title: `Mini App of ${bot.name}`,
    allow: 'clipboard-write',
    sandbox: 'allow-scripts allow-same-origin allow-popups allow-forms allow-modals allow-downloads',
    referrerpolicy: 'strict-origin-when-cross-origin',
    src: options.url,
  });
  const loader = element(
    'div',
    { className: 'mini-app-loader', 'data-testid': 'miniapp-loader' },
    avatar(bot.id, bot.name),
  );
  const back = iconButton('back', 'Back', () => send('back_button_pressed'), {
    'data-testid': 'miniapp-back',
  });
  back.hidden = true;
  const close = iconButton('close', 'Close', () => void closeByPerson(), { 'data-testid': 'miniapp-close' });
  const more = iconButton('more', 'More', openMore, { 'data-testid': 'miniapp-more' });
  const header = element(
    'header',
    { className: 'mini-app-header' },
    back,
    close,
    element(
      'div',
      { className: 'mini-app-title' },
      element('strong', {}, bot.name),
      element('small', {}, 'mini app'),
    ),
    more,
  );
  const buttons = { main: bottomButton('main'), secondary: bottomButton('secondary') };
  const footer = element('footer', { className: 'mini-app-buttons' }, buttons.secondary, buttons.main);
  footer.hidden = true;
  const body = element('div', { className: 'mini-app-body' }, frame, loader);
  const root = element(
    'dialog',
    { className: 'mini-app', 'data-testid': 'miniapp', 'aria-label': `Mini App of ${bot.name}` },
    header,
    body,
    footer,
    log.root,
  );
  let hasSettings = false;

  const bridge = createBridge(frame, {
    person,
    bot,
    log,
    openLink: options.openLink,
    writeToComposer: options.writeToComposer,
    sendStyle: () => send('set_custom_style', scrollbarStyle),
    sendTheme: () => send('theme_changed', { theme_params: currentThemeParams() }),
    sendViewport,
    ready: () => loader.remove(),
    expand: () => {
      isExpanded = true;
      sendViewport();
    },
    close: () => finish(),
    sendData: async (data) => {
      await options.onData?.(data);
      finish();
    },
    setBackButton: (isVisible) => {
      back.hidden = !isVisible;
      close.classList.toggle('is-second', isVisible);
    },
    setSettingsButton: (isVisible) => {
      hasSettings = isVisible;
    },
    setBottomButton: (name, change) => changeBottomButton(buttons[name], change, footer, buttons),
    setClosingConfirmation: (flag) => {
      needsConfirmation = flag;
    },
    setColour: (place, colour) => setColour(place, colour),
    setFullscreen: (flag) => {
      isFullscreen = flag;
      root.classList.toggle('is-fullscreen', flag);
      sendViewport();
    },
    isFullscreen: () => isFullscreen,
  });

  function send(type, payload) {
    bridge.send(type, payload);
  }

  function bottomButton(name) {
    const node = element('button', {
      type: 'button',
      className: `bottom-button is-${name}`,
      'data-testid': `miniapp-${name}-button`,
      onclick: () => send(`${name}_button_pressed`),
    });
    node.hidden = true;
    return node;
  }

  function setColour(place, colour) {
    const target = place === 'header' ? header : place === 'bottom' ? footer : body;
    const value = /^#[0-9a-f]{6}$/i.test(colour ?? '')
      ? colour
      : `var(--${String(colour).replaceAll('_', '-')})`;
    target.style.backgroundColor = value;
  }

  function sendViewport() {
    const { clientWidth, clientHeight } = frame;
    send('viewport_changed', {
      width: clientWidth,
      height: clientHeight,
      is_expanded: isExpanded,
      is_state_stable: true,
    });
  }

  function openMore() {
    openMenu(more, [
      ...(hasSettings
        ? [{ label: 'Settings', testId: 'miniapp-settings', onclick: () => send('settings_button_pressed') }]
        : []),
      { label: 'Reload', testId: 'miniapp-reload', onclick: () => options.relaunch() },
      {
        label: log.root.hidden ? 'Show events' : 'Hide events',
        testId: 'miniapp-events',
        onclick: () => log.toggle(),
      },
    ]);
  }

  async function closeByPerson() {
    if (needsConfirmation) {
      const answer = await ask({
        message: 'Changes that you made may not be saved.',
        buttons: [
          { id: 'cancel', text: 'Cancel' },
          { id: 'close', text: 'Close anyway', type: 'destructive' },
        ],
      });
      if (answer !== 'close') return;
    }
    finish();
  }

  function finish() {
    if (isClosed) return;
    isClosed = true;
    bridge.close();
    forgetTheme();
    resizing.disconnect();
    root.close();
    root.remove();
  }

  const forgetTheme = onThemeChange(() => send('theme_changed', { theme_params: currentThemeParams() }));
  const resizing = new ResizeObserver(() => sendViewport());
  root.addEventListener('cancel', (event) => {
    // Escape asks like the close button does.
    event.preventDefault();
    void closeByPerson();
  });
  document.body.append(root);
  root.showModal();
  resizing.observe(frame);
  close.focus();
  return { close: finish };
}

/** Applies the fields a Mini App set on a bottom button; those it left out stay. */
function changeBottomButton(node, change, footer, buttons) {
  const text = (change.text ?? '').trim();
  if (text !== '') node.replaceChildren(text);
  if (change.is_visible !== undefined) node.hidden = !change.is_visible || node.textContent === '';
  if (change.is_active !== undefined) node.disabled = !change.is_active;
  if (change.color !== undefined) node.style.backgroundColor = change.color;
  if (change.text_color !== undefined) node.style.color = change.text_color;
  if (change.is_progress_visible !== undefined) {
    node.classList.toggle('is-busy', change.is_progress_visible);
    node.setAttribute('aria-busy', String(change.is_progress_visible));
  }
  if (change.has_shine_effect !== undefined) node.classList.toggle('has-shine', change.has_shine_effect);
  if (change.position !== undefined) footer.dataset.position = change.position;
  footer.hidden = buttons.main.hidden && buttons.secondary.hidden;
}

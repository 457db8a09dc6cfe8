import { api } from './api.js';
import { ask, openMenu } from './dialog.js';
import { avatar, element, iconButton } from './dom.js';
import { createEventLog } from './event-log.js';
import { readColour, readText } from './event-payload.js';
import { createBridge } from './mini-app-bridge.js';
import { createBottomButtons } from './mini-app-buttons.js';
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
  const buttons = createBottomButtons((name) => send(`${name}_button_pressed`));
  const body = element('div', { className: 'mini-app-body' }, frame, loader);
  const root = element(
    'dialog',
    { className: 'mini-app', 'data-testid': 'miniapp', 'aria-label': `Mini App of ${bot.name}` },
    header,
    body,
    buttons.root,
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
    // Only a button of the reply keyboard opens a Mini App whose data go to the bot; for others nothing happens.
    sendData: async (data) => {
      if (options.onData === undefined) return;
      await options.onData(data);
      finish();
    },
    setBackButton: (isVisible) => {
      back.hidden = !isVisible;
      close.classList.toggle('is-second', isVisible);
    },
    setSettingsButton: (isVisible) => {
      hasSettings = isVisible;
    },
    setBottomButton: buttons.change,
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
    noteUnknown: (type) => void api.noteUnknownEvent(type).catch(() => log.add('out', 'failed', type)),
  });

  function send(type, payload) {
    bridge.send(type, payload);
  }

  /** `colour` is `#rrggbb` or the name of a colour of the theme; anything else changes nothing. */
  function setColour(place, colour) {
    const target = place === 'header' ? header : place === 'bottom' ? buttons.root : body;
    const isName = Object.hasOwn(currentThemeParams(), readText(colour) ?? '');
    const value = readColour(colour) ?? (isName ? `var(--${colour.replaceAll('_', '-')})` : null);
    if (value !== null) target.style.backgroundColor = value;
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

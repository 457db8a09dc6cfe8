import { element } from './dom.js';
import { readColour, readFlag, readText } from './event-payload.js';

const positions = ['left', 'right', 'top', 'bottom'];

/**
 * The main and the secondary button below a Mini App. `press(name)` is called with `main` or `secondary`. Gives the
 * `root` and `change(name, fields)`, which applies what the Mini App set; what it left out, or wrote wrongly, stays.
 */
export function createBottomButtons(press) {
  const buttons = { main: bottomButton('main'), secondary: bottomButton('secondary') };
  const root = element('footer', { className: 'mini-app-buttons' }, buttons.secondary, buttons.main);
  root.hidden = true;

  function bottomButton(name) {
    const node = element(
      'button',
      {
        type: 'button',
        className: `bottom-button is-${name}`,
        'data-testid': `miniapp-${name}-button`,
        onclick: () => press(name),
      },
      // Telegram's own texts, until the Mini App sets its own.
      name === 'main' ? 'Continue' : 'Cancel',
    );
    node.hidden = true;
    return node;
  }

  function change(name, fields) {
    const node = buttons[name];
    const text = readText(fields.text)?.trim() ?? '';
    if (text !== '') node.replaceChildren(text);
    // A button without a text is never shown, whatever else was asked.
    const isEmptied = readText(fields.text) !== undefined && text === '';
    node.hidden = !(readFlag(fields.is_visible) ?? !node.hidden) || isEmptied;
    const isActive = readFlag(fields.is_active);
    if (isActive !== undefined) node.disabled = !isActive;
    const colour = readColour(fields.color);
    if (colour !== undefined) node.style.backgroundColor = colour;
    const textColour = readColour(fields.text_color);
    if (textColour !== undefined) node.style.color = textColour;
    const isBusy = readFlag(fields.is_progress_visible);
    if (isBusy !== undefined) {
      node.classList.toggle('is-busy', isBusy);
      node.setAttribute('aria-busy', String(isBusy));
    }
    const hasShine = readFlag(fields.has_shine_effect);
    if (hasShine !== undefined) node.classList.toggle('has-shine', hasShine);
    if (positions.includes(fields.position)) root.dataset.position = fields.position;
    root.hidden = buttons.main.hidden && buttons.secondary.hidden;
  }

  return { root, change };
}

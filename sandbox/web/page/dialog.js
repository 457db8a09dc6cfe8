import { element, iconButton } from './dom.js';

/**
 * Shows a modal question. Resolves with the id of the pressed button, or null when the dialog was dismissed, by the
 * person or by `signal`. The browser's own dialog element keeps the focus inside and closes on Escape.
 */
export function ask({ title = '', message, buttons, signal }) {
  return new Promise((resolve) => {
    let chosen = null;
    const dialog = element(
      'dialog',
      { className: 'dialog', 'data-testid': 'dialog', 'aria-label': title === '' ? message : title },
      title !== '' && element('h2', {}, title),
      element('p', {}, message),
      element(
        'div',
        { className: 'dialog-buttons' },
        buttons.map((button) =>
          element(
            'button',
            {
              type: 'button',
              className: button.type === 'destructive' ? 'dialog-button is-destructive' : 'dialog-button',
              'data-testid': `dialog-${button.id}`,
              onclick: () => {
                chosen = button.id;
                dialog.close();
              },
            },
            button.text,
          ),
        ),
      ),
    );
    dialog.addEventListener('close', () => {
      dialog.remove();
      resolve(chosen);
    });
    open(dialog, signal);
  });
}

/** Shows a dialog until it is closed; at once again where its reason is gone already. */
function open(dialog, signal) {
  document.body.append(dialog);
  dialog.showModal();
  if (signal?.aborted) dialog.close();
  else signal?.addEventListener('abort', () => dialog.close(), { once: true });
}

/** A notice with one button. */
export function tell(message) {
  return ask({ message, buttons: [{ id: 'ok', text: 'OK' }] });
}

/**
 * Shows `content` in a modal sheet with a title and a close button. Resolves once it is closed; `close` is given to
 * `fill`, which returns the content; `signal` closes it too.
 */
export function openSheet(title, testId, fill, signal) {
  return new Promise((resolve) => {
    const dialog = element('dialog', {
      className: 'dialog sheet',
      'data-testid': testId,
      'aria-label': title,
    });
    const close = () => dialog.close();
    dialog.append(
      element(
        'header',
        { className: 'sheet-header' },
        element('h2', {}, title),
        iconButton('close', 'Close', close, { 'data-testid': 'sheet-close' }),
      ),
      element('div', { className: 'sheet-body' }, fill(close)),
    );
    dialog.addEventListener('click', (event) => {
      if (event.target === dialog) close();
    });
    dialog.addEventListener('close', () => {
      dialog.remove();
      resolve();
    });
    open(dialog, signal);
  });
}

/**
 * A list to choose one entry from; `entries` are `{ id, label, note, before }`, `nothing` stands for an empty one, `note`
 * above it. Resolves with an id, or null.
 */
export async function choose(title, entries, nothing, { note = '', signal } = {}) {
  let chosen = null;
  const fill = (close) => [
    note !== '' && element('p', { className: 'sheet-note' }, note),
    ...entries.map((entry) =>
      element(
        'button',
        {
          type: 'button',
          className: 'menu-entry',
          'data-testid': `choose-${entry.id}`,
          onclick: () => {
            chosen = entry.id;
            close();
          },
        },
        entry.before ?? null,
        element('span', {}, entry.label, entry.note ? element('small', {}, entry.note) : null),
      ),
    ),
    entries.length === 0 && element('p', { className: 'sheet-note' }, nothing),
  ];
  await openSheet(title, 'choose', fill, signal);
  return chosen;
}

/** A small menu below `anchor`; `entries` are `{ label, onclick, isDestructive, testId }`. */
export function openMenu(anchor, entries, className = '') {
  const place = anchor.getBoundingClientRect();
  const dialog = element(
    'dialog',
    { className: `menu ${className}`, 'aria-label': 'Menu' },
    entries.map((entry) =>
      element(
        'button',
        {
          type: 'button',
          className: entry.isDestructive ? 'menu-entry is-destructive' : 'menu-entry',
          'data-testid': entry.testId,
          onclick: () => {
            dialog.close();
            entry.onclick();
          },
        },
        entry.before ?? null,
        element('span', {}, entry.label),
      ),
    ),
  );
  dialog.addEventListener('click', (event) => {
    if (event.target === dialog) dialog.close();
  });
  dialog.addEventListener('close', () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
  const width = dialog.offsetWidth;
  dialog.style.top = `${Math.min(place.bottom + 4, innerHeight - dialog.offsetHeight - 8)}px`;
  dialog.style.left = `${Math.max(8, Math.min(place.left, innerWidth - width - 8))}px`;
}

import { element } from './dom.js';

const shownMs = 4_000;

/** Shows a short notice that goes away by itself. */
export function toast(text) {
  const node = element('div', { className: 'toast', 'data-testid': 'toast' }, text);
  const place = document.getElementById('toasts');
  place.append(node);
  // Shown anew, so that it lies above a dialog that was opened in between.
  if (place.matches(':popover-open')) place.hidePopover();
  place.showPopover();
  setTimeout(() => {
    node.remove();
    if (place.childElementCount === 0 && place.matches(':popover-open')) place.hidePopover();
  }, shownMs);
}

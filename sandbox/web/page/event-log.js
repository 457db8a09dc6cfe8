import { element } from './dom.js';

const keptEntries = 500;

/** The events between the page and one Mini App, newest last: a panel to look at, and `entries` for tests. */
export function createEventLog() {
  const entries = [];
  const list = element('ol', { className: 'event-list', tabindex: '0', 'aria-label': 'Events' });
  const root = element(
    'section',
    { className: 'event-log', 'data-testid': 'miniapp-log', 'aria-label': 'Events of the Mini App' },
    list,
  );
  root.hidden = true;
  // For tests and for the console: the entries of the Mini App that was opened last.
  window.miniAppEvents = entries;
  return {
    root,
    /** `direction` is `in` (from the Mini App) or `out`. */
    add(direction, type, payload) {
      entries.push({ direction, type, payload: payload ?? null, at: Date.now() });
      if (entries.length > keptEntries) {
        entries.shift();
        list.firstChild?.remove();
      }
      const shown = payload === undefined || payload === null ? '' : JSON.stringify(payload);
      list.append(
        element(
          'li',
          { className: `event is-${direction}`, 'data-event': type, 'data-direction': direction },
          element('span', { className: 'event-arrow' }, direction === 'in' ? '→' : '←'),
          element('strong', {}, type),
          element('code', {}, shown.length > 300 ? `${shown.slice(0, 300)}…` : shown),
        ),
      );
      list.scrollTop = list.scrollHeight;
    },
    toggle() {
      root.hidden = !root.hidden;
      list.scrollTop = list.scrollHeight;
    },
  };
}

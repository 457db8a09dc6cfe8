/**
 * What a Mini App posts is anybody's data. Each reader gives the value where it is of the kind Telegram documents, else
 * undefined, which changes nothing: Telegram Web drops an event that it cannot read and goes on.
 */
export function readText(value) {
  return typeof value === 'string' ? value : undefined;
}

export function readFlag(value) {
  return typeof value === 'boolean' ? value : undefined;
}

/** `#rrggbb`, the one form that every client of Telegram takes. */
export function readColour(value) {
  return typeof value === 'string' && /^#[0-9a-f]{6}$/i.test(value) ? value : undefined;
}

/** The fields of an object; none for anything else. */
export function readFields(value) {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};
}

/**
 * The event in a message of a frame, `{ type, payload }`; null: something else, such as what developer tools post.
 */
export function readEvent(text) {
  if (typeof text !== 'string') return null;
  try {
    const { eventType, eventData } = readFields(JSON.parse(text));
    return typeof eventType === 'string' ? { type: eventType, payload: eventData } : null;
  } catch {
    // No JSON: nobody's event.
    return null;
  }
}

const standardTexts = { ok: 'OK', close: 'Close', cancel: 'Cancel' };
const mostButtons = 3;

/** What `ask` needs to show a popup; null: it has no message, no button or too many, and closes at once. */
export function readPopup({ title, message, buttons }) {
  const text = readText(message)?.trim() ?? '';
  if (text === '' || !Array.isArray(buttons) || buttons.length === 0 || buttons.length > mostButtons)
    return null;
  const shown = buttons.map(readFields).map(({ id, type, text: label }) => ({
    id: readText(id) ?? '',
    type: readText(type) ?? 'default',
    text: (Object.hasOwn(standardTexts, type) ? standardTexts[type] : readText(label)) ?? '',
  }));
  if (shown.some((button) => button.text.trim() === '')) return null;
  return { title: readText(title) ?? '', message: text, buttons: shown };
}

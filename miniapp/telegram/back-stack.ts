/** The client's one back button. */
export interface BackButton {
  show(): void;
  hide(): void;
  /** Returns what ends the listening. */
  listen(onClick: () => void): () => void;
}

/**
 * Creates the order of what one press of the button takes back: what was put on the screen last goes first, a sheet
 * before the screen behind it. The returned function puts a handler on top and gives what takes it off again; the button
 * is there while any handler is. Phones' own way back arrives as the same press.
 */
export function createBackStack(button: BackButton): (goBack: () => void) => () => void {
  const handlers: { goBack: () => void }[] = [];
  let stopListening = (): void => undefined;
  return (goBack) => {
    const handler = { goBack };
    handlers.push(handler);
    if (handlers.length === 1) {
      button.show();
      stopListening = button.listen(() => handlers.at(-1)?.goBack());
    }
    return () => {
      const place = handlers.indexOf(handler);
      if (place === -1) return;
      handlers.splice(place, 1);
      if (handlers.length > 0) return;
      stopListening();
      button.hide();
    };
  };
}

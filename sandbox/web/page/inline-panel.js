import { sentenceOf } from './api.js';
import { element } from './dom.js';

const pauseMs = 300;

/**
 * Results of the bot's inline mode above the text field. `actions`: askInline(query) → `{queryId, answer}`,
 * chooseInline(queryId, resultId), openInlineButton(button). `onChosen` is called when a result was sent.
 */
export function createInlinePanel(actions, onChosen) {
  let asked = null;
  let timer;
  let highlighted = -1;
  const root = element('div', {
    className: 'commands inline-results',
    role: 'listbox',
    'aria-label': 'Inline results',
    'data-testid': 'inline-results',
  });
  root.hidden = true;

  function hide() {
    clearTimeout(timer);
    asked = null;
    root.hidden = true;
    highlighted = -1;
  }

  async function ask(query) {
    try {
      const { queryId, answer } = await actions.askInline(query);
      if (asked === query && answer !== null) draw(queryId, answer);
    } catch (error) {
      if (asked !== query) return;
      root.replaceChildren(element('p', { className: 'sheet-note', role: 'status' }, sentenceOf(error)));
      root.hidden = false;
    }
  }

  function draw(queryId, { results, button }) {
    highlighted = -1;
    root.replaceChildren(
      ...(button === null
        ? []
        : [
            element(
              'button',
              {
                type: 'button',
                className: 'command',
                role: 'option',
                onclick: () => actions.openInlineButton(button),
              },
              button.text,
            ),
          ]),
      ...results.map((result) =>
        element(
          'button',
          {
            type: 'button',
            className: 'command',
            role: 'option',
            'data-testid': `inline-${result.id}`,
            onclick: () => {
              hide();
              onChosen();
              actions.chooseInline(queryId, result.id);
            },
          },
          element('strong', {}, result.title || result.type),
          element('span', {}, result.description),
        ),
      ),
      ...(results.length === 0 && button === null
        ? [element('p', { className: 'sheet-note' }, 'No results')]
        : []),
    );
    root.hidden = false;
  }

  return {
    root,
    hide,
    isOpen: () => !root.hidden,
    /** Called with what follows `@bot ` in the field; null: the field holds something else. */
    update(query) {
      if (query === asked) return;
      hide();
      if (query === null) return;
      asked = query;
      timer = setTimeout(() => void ask(query), pauseMs);
    },
    move(step) {
      const options = [...root.querySelectorAll('[role=option]')];
      if (options.length === 0) return;
      highlighted = (highlighted + step + options.length) % options.length;
      for (const [index, option] of options.entries())
        option.setAttribute('aria-selected', String(index === highlighted));
      options[highlighted].scrollIntoView({ block: 'nearest' });
    },
    /** Sends the highlighted result; false: none is. */
    chooseHighlighted() {
      const option = root.querySelectorAll('[role=option]')[highlighted];
      option?.click();
      return option !== undefined;
    },
  };
}

import { element } from './dom.js';

const tags = {
  bold: 'strong',
  italic: 'em',
  underline: 'u',
  strikethrough: 's',
  code: 'code',
  pre: 'pre',
  blockquote: 'blockquote',
  expandable_blockquote: 'blockquote',
};

/**
 * Draws a text with its entities. Everything becomes nodes, nothing is parsed as HTML, so a text can never bring markup
 * of its own. `actions` has `openLink(url)`, `sendCommand(text)`.
 */
export function renderText(text, entities, actions) {
  const sorted = [...(entities ?? [])].sort((a, b) => a.offset - b.offset || b.length - a.length);
  return renderRange(text, 0, text.length, sorted, actions);
}

function renderRange(text, begin, end, entities, actions) {
  const nodes = [];
  let at = begin;
  let index = 0;
  while (index < entities.length) {
    const entity = entities[index];
    const from = Math.max(entity.offset, at);
    const to = Math.min(entity.offset + entity.length, end);
    index++;
    if (to <= from) continue;
    if (from > at) nodes.push(text.slice(at, from));
    const inside = [];
    while (index < entities.length && entities[index].offset < to) inside.push(entities[index++]);
    nodes.push(
      renderEntity(entity, text.slice(from, to), renderRange(text, from, to, inside, actions), actions),
    );
    at = to;
  }
  if (at < end) nodes.push(text.slice(at, end));
  return nodes;
}

function renderEntity(entity, text, children, actions) {
  switch (entity.type) {
    case 'text_link':
      return link(entity.url, children, actions);
    case 'url':
      return link(text, children, actions);
    case 'email':
      return link(`mailto:${text}`, children, actions);
    case 'mention':
      return link(`https://t.me/${text.slice(1)}`, children, actions);
    case 'bot_command':
      return element(
        'button',
        { type: 'button', className: 'text-command', onclick: () => actions.sendCommand(text) },
        children,
      );
    case 'hashtag':
    case 'cashtag':
    case 'text_mention':
      return element('span', { className: 'text-tag' }, children);
    case 'spoiler':
      return spoiler(children);
    case 'pre':
      return element('pre', { 'data-language': entity.language }, element('code', {}, children));
    default:
      return element(tags[entity.type] ?? 'span', {}, children);
  }
}

function link(address, children, actions) {
  const href = /^[a-z][a-z0-9+.-]*:/i.test(address) ? address : `https://${address}`;
  const isSafe = /^(https?|mailto|tg):/i.test(href);
  return element(
    'a',
    {
      href: isSafe ? href : '#',
      rel: 'noopener noreferrer',
      onclick: (event) => {
        event.preventDefault();
        if (isSafe) actions.openLink(href);
      },
    },
    children,
  );
}

function spoiler(children) {
  const node = element(
    'span',
    { className: 'spoiler', role: 'button', tabindex: '0', 'aria-label': 'Hidden text' },
    children,
  );
  const reveal = () => {
    node.classList.add('is-revealed');
    node.removeAttribute('aria-label');
  };
  node.addEventListener('click', reveal);
  node.addEventListener('keydown', (event) => {
    if (event.key === 'Enter') reveal();
  });
  return node;
}

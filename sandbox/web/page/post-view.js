import { element, icon, iconButton } from './dom.js';
import { renderText } from './text.js';

const compact = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 });
const share = new Intl.NumberFormat('en', { style: 'percent', maximumFractionDigits: 0 });
const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });
const dayName = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long' });

/** `Today` or `4 November`. */
export function dayOfPost(post) {
  const date = new Date(post.date * 1000);
  return date.toDateString() === new Date().toDateString() ? 'Today' : dayName.format(date);
}

/** Posts with the items of an album put together: `{ lead, items }`, oldest first. */
export function groupAlbums(posts) {
  const groups = [];
  for (const post of posts) {
    const last = groups.at(-1);
    if (post.groupedId !== null && last?.lead.groupedId === post.groupedId) last.items.push(post);
    else groups.push({ lead: post, items: [post] });
  }
  return groups;
}

/**
 * Draws a post or album. `actions` has `openLink(url)`, `sendCommand(text)`, `react(post, emoji|null)`,
 * `openReactions(anchor, post)`, `openMenu(anchor, post)`.
 */
export function renderPost({ lead, items }, channel, actions) {
  if (lead.service !== null)
    return element('div', { className: 'day', 'data-post-id': lead.id }, element('span', {}, lead.service));
  // Counters and comments of an album stand at the item with the text.
  const shown = items.find(({ text }) => text !== '') ?? lead;
  return element(
    'article',
    {
      className: 'message post',
      'data-testid': 'post',
      'data-post-id': lead.id,
      'aria-label': `Post of ${clock.format(new Date(lead.date * 1000))}`,
    },
    element(
      'div',
      { className: 'message-column' },
      element(
        'div',
        { className: 'bubble' },
        shown.forwardedFrom !== null &&
          element('p', { className: 'forward' }, `Forwarded from ${shown.forwardedFrom}`),
        channel.kind === 'megagroup' &&
          shown.author !== null &&
          element('p', { className: 'forward' }, shown.author),
        mediaOf(items),
        shown.text !== '' &&
          element(
            'div',
            { className: 'text', dir: 'auto', 'data-testid': 'post-text' },
            renderText(shown.text, shown.entities, actions),
          ),
        reactionsOf(shown, channel, actions),
        footer(shown, actions),
      ),
    ),
  );
}

function mediaOf(items) {
  const pictures = items.filter(({ media }) => media?.kind === 'photo' || media?.kind === 'video');
  const other = items[0].media;
  if (pictures.length > 0)
    return element(
      'div',
      { className: 'album', 'data-count': Math.min(pictures.length, 4) },
      pictures.map(({ id, media, pictureId }) =>
        pictureId === null
          ? element(
              'span',
              { className: `picture picture-${id % 5}`, role: 'img', 'aria-label': media.kind },
              icon(media.kind),
            )
          : element('img', {
              className: 'picture',
              src: `/files/${pictureId}`,
              alt: media.kind,
              loading: 'lazy',
              'data-testid': 'picture',
            }),
      ),
    );
  if (other === null || other.kind === 'webpage') return null;
  if (other.kind === 'poll') return pollOf(other, items[0].poll ?? []);
  return element(
    'div',
    { className: 'file' },
    element('span', { className: 'file-icon' }, icon('file')),
    element('span', { className: 'file-name' }, other.detail ?? other.kind),
  );
}

/** The question and what was answered, with shares of all votes. */
function pollOf({ detail }, options) {
  const all = options.reduce((sum, { voters }) => sum + voters, 0);
  return element(
    'section',
    { className: 'poll', 'data-testid': 'poll', 'aria-label': 'Poll' },
    element('strong', {}, icon('poll'), detail ?? 'Poll'),
    element(
      'ul',
      {},
      options.map(({ text, voters }) =>
        element(
          'li',
          {},
          element('span', {}, text),
          element('span', { className: 'poll-share' }, share.format(all === 0 ? 0 : voters / all)),
          element('progress', { max: Math.max(all, 1), value: voters, 'aria-label': `${voters} votes` }),
        ),
      ),
    ),
    element('small', {}, all === 1 ? '1 vote' : `${compact.format(all)} votes`),
  );
}

function reactionsOf(post, channel, actions) {
  if (post.reactions.length === 0) return null;
  return element(
    'div',
    { className: 'reactions' },
    post.reactions.map(({ emoji, count, isOwn }) =>
      element(
        'button',
        {
          type: 'button',
          className: isOwn ? 'reaction is-own' : 'reaction',
          'data-testid': `reaction-${emoji}`,
          'aria-pressed': String(isOwn),
          disabled: !channel.hasReactions,
          onclick: () => actions.react(post, isOwn ? null : emoji),
        },
        `${emoji} ${compact.format(count)}`,
      ),
    ),
  );
}

function footer(post, actions) {
  const react = iconButton('smile', 'React', () => actions.openReactions(react, post), {
    'data-testid': 'react',
  });
  const more = iconButton('more', 'More about this post', () => actions.openMenu(more, post), {
    'data-testid': 'post-menu',
  });
  return element(
    'footer',
    { className: 'post-footer' },
    react,
    more,
    element('span', { className: 'post-space' }),
    post.comments !== null && post.comments > 0 && counter('comment', post.comments, 'comments'),
    post.views !== null && counter('eye', post.views, 'views'),
    element(
      'time',
      { datetime: new Date(post.date * 1000).toISOString() },
      `${post.isEdited ? 'edited ' : ''}${clock.format(new Date(post.date * 1000))}`,
    ),
  );
}

function counter(name, count, what) {
  return element(
    'span',
    { className: 'counter', 'data-testid': what, title: `${count} ${what}` },
    icon(name),
    compact.format(count),
  );
}

import { ask, openMenu } from './dialog.js';
import { avatar, element, iconButton } from './dom.js';
import { dayOfPost, groupAlbums, renderPost } from './post-view.js';

const usualReactions = ['👍', '❤', '🔥', '🎉', '😁', '🤔', '👎', '🙏'];
const nearEnd = 120;
const people = new Intl.NumberFormat('en');

/**
 * The pane of a channel or group. `actions`: openLink, post(text) and edit(id, text) → whether it was done, remove(id), react(id, emoji|null),
 * forward(id), join(), leaveChannel(), appoint(), older(beforeId), back(). `show(view)` draws what the server told.
 */
export function createChannelView(actions) {
  let view = null;
  let editing = null;
  const title = element('div', { className: 'chat-title' });
  const more = iconButton('more', 'About this channel', () => openMenu(more, menuEntries()), {
    'data-testid': 'channel-menu',
  });
  const back = iconButton('back', 'Back to the chats', () => actions.back(), {
    'data-testid': 'channel-back',
  });
  back.classList.add('only-narrow');
  const older = element(
    'button',
    {
      type: 'button',
      className: 'older',
      'data-testid': 'older',
      onclick: () => actions.older(view.posts[0]?.id),
    },
    'Older posts',
  );
  const list = element('div', {
    className: 'messages',
    role: 'log',
    'aria-label': 'Posts',
    'data-testid': 'posts',
    tabindex: '0',
  });
  const scroller = element('div', { className: 'messages-scroller' }, list);
  const field = element('textarea', {
    rows: '1',
    className: 'composer-field',
    'aria-label': 'Post',
    placeholder: 'Broadcast',
    'data-testid': 'post-field',
    maxlength: '4096',
  });
  const send = iconButton('send', 'Publish', submit, { 'data-testid': 'publish' });
  send.classList.add('send-button');
  const cancel = iconButton('close', 'Stop editing', () => edit(null), { 'data-testid': 'stop-editing' });
  const bar = element('div', { className: 'composer-bar' }, cancel, field, send);
  const wide = element('button', {
    type: 'button',
    className: 'wide-button',
    'data-testid': 'join',
    onclick: press,
  });
  // Hidden until it is known what to join, and never without a name.
  wide.textContent = 'Join channel';
  wide.hidden = true;
  const root = element(
    'section',
    { className: 'chat-pane', 'aria-label': 'Channel', 'data-testid': 'channel' },
    element('header', { className: 'pane-header' }, back, title, more),
    scroller,
    element('footer', { className: 'composer' }, bar, wide),
  );
  const postActions = {
    openLink: (url) => actions.openLink(url),
    sendCommand: () => {},
    react: (post, emoji) => actions.react(post.id, emoji),
    openReactions: (anchor, post) =>
      openMenu(
        anchor,
        usualReactions.map((emoji) => ({
          label: emoji,
          testId: `give-${emoji}`,
          onclick: () => actions.react(post.id, emoji),
        })),
        'menu-reactions',
      ),
    openMenu: (anchor, post) => openMenu(anchor, postEntries(post)),
  };

  field.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      submit();
    } else if (event.key === 'Escape' && editing !== null) edit(null);
  });
  field.addEventListener('input', grow);

  function grow() {
    send.disabled = field.value.trim() === '';
    field.style.height = 'auto';
    field.style.height = `${Math.min(field.scrollHeight, 160)}px`;
  }

  function submit() {
    const text = field.value.trim();
    if (text === '') return;
    void keepUnsent(text, editing, view.channel.id);
    edit(null);
    scrollToEnd();
  }

  /** What could not be published comes back into the field of the same channel, unless something else is there by now. */
  async function keepUnsent(text, post, channelId) {
    const isDone = await (post === null ? actions.post(text) : actions.edit(post.id, text));
    if (isDone || view.channel.id !== channelId || field.value !== '') return;
    edit(post);
    field.value = text;
    grow();
  }

  function edit(post) {
    editing = post;
    field.value = post?.text ?? '';
    cancel.hidden = post === null;
    grow();
    if (post !== null) field.focus();
  }

  function press() {
    if (view.channel.isMember) actions.openLink(`https://t.me/${view.channel.username}`);
    else actions.join();
  }

  function postEntries(post) {
    const mayChange = view.channel.isAdministrator;
    return [
      { label: 'Forward to the bot', testId: 'forward', onclick: () => actions.forward(post.id) },
      ...(mayChange && post.forwardedFrom === null
        ? [{ label: 'Edit', testId: 'edit-post', onclick: () => edit(post) }]
        : []),
      ...(mayChange
        ? [
            {
              label: 'Delete',
              testId: 'delete-post',
              isDestructive: true,
              onclick: () => void confirmRemoval(post),
            },
          ]
        : []),
    ];
  }

  async function confirmRemoval(post) {
    const buttons = [
      { id: 'cancel', text: 'Cancel' },
      { id: 'delete', text: 'Delete', type: 'destructive' },
    ];
    if ((await ask({ message: 'Delete this post for everyone?', buttons })) === 'delete')
      actions.remove(post.id);
  }

  function menuEntries() {
    const { channel } = view;
    const isBot = channel.botRights !== null;
    return [
      ...(channel.isAdministrator
        ? [
            {
              label: isBot ? 'Rights of the bot' : 'Add the bot as administrator',
              testId: 'appoint',
              onclick: () => actions.appoint(),
            },
          ]
        : []),
      channel.isMember
        ? { label: 'Leave', testId: 'leave', isDestructive: true, onclick: () => actions.leaveChannel() }
        : { label: 'Join', testId: 'menu-join', onclick: () => actions.join() },
    ];
  }

  function scrollToEnd() {
    scroller.scrollTop = scroller.scrollHeight;
  }

  function drawPosts() {
    const nodes = view.hasOlder ? [older] : [];
    let day = '';
    for (const group of groupAlbums(view.posts)) {
      if (dayOfPost(group.lead) !== day) {
        day = dayOfPost(group.lead);
        nodes.push(element('div', { className: 'day', 'data-day': day }, element('span', {}, day)));
      }
      nodes.push(renderPost(group, view.channel, postActions));
    }
    list.replaceChildren(...nodes);
  }

  function drawHeader() {
    const { channel } = view;
    const what = channel.kind === 'broadcast' ? 'subscribers' : 'members';
    const count = channel.subscribers === null ? what : `${people.format(channel.subscribers)} ${what}`;
    title.replaceChildren(
      avatar(channel.id, channel.title),
      element(
        'div',
        { className: 'chat-name' },
        element('h1', {}, channel.title),
        element('small', { className: 'chat-status', 'data-testid': 'subscribers' }, count),
      ),
    );
    const mayWrite = channel.isAdministrator || (channel.kind === 'megagroup' && channel.isMember);
    bar.hidden = !mayWrite;
    wide.hidden = mayWrite || channel.isMember;
    wide.textContent = channel.kind === 'broadcast' ? 'Join channel' : 'Join group';
    field.placeholder = channel.kind === 'broadcast' ? 'Broadcast' : 'Message';
  }

  return {
    root,
    /** Draws anew; the place in the list stays unless another channel is shown or the end was in sight. */
    show(next) {
      const isOther = view?.channel.id !== next.channel.id;
      const fromEnd = scroller.scrollHeight - scroller.scrollTop;
      const isAtEnd = fromEnd - scroller.clientHeight < nearEnd;
      if (isOther) edit(null);
      view = next;
      drawHeader();
      drawPosts();
      if (isOther || isAtEnd) scrollToEnd();
      else scroller.scrollTop = scroller.scrollHeight - fromEnd;
    },
    /** Called when the pane has come into sight: only now do its parts have sizes. */
    settle() {
      grow();
      scrollToEnd();
    },
    /** Puts older posts in front of those shown. */
    prepend(page) {
      const fromEnd = scroller.scrollHeight - scroller.scrollTop;
      view = { ...view, posts: [...page.posts, ...view.posts], hasOlder: page.hasOlder };
      drawPosts();
      scroller.scrollTop = scroller.scrollHeight - fromEnd;
    },
    /** Brings a post into sight; false: it is not among those shown. */
    reveal(postId) {
      const node = list.querySelector(`[data-post-id="${Number(postId)}"]`);
      node?.scrollIntoView({ block: 'center' });
      node?.classList.add('is-revealed');
      return node !== null;
    },
  };
}

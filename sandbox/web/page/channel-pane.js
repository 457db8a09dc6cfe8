import { api, sentenceOf } from './api.js';
import { askRights } from './appoint-dialog.js';
import { createChannelView } from './channel-view.js';
import { toast } from './toast.js';

/** Changes of a channel that come together are drawn together. */
const settleMs = 300;

/**
 * What one person does in channels: opens them, writes, reacts, joins and leaves. `host`: person, bot, guarded(work),
 * openLink(url), back(), openBot(), onListChange(). Gives the pane's `root`, `open(channelId, postId)`, `changed(id)`.
 */
export function createChannelPane(host) {
  const { person, guarded } = host;
  let channelId = null;
  let loaded = null;
  let timer;

  async function load() {
    const asked = channelId;
    const next = await api.channel(person.id, asked);
    if (asked !== channelId) return;
    // Older pages that were loaded stay above.
    const first = next.posts[0]?.id ?? 0;
    const older = loaded?.channel.id === asked ? loaded.posts.filter(({ id }) => id < first) : [];
    loaded = {
      ...next,
      posts: [...older, ...next.posts],
      hasOlder: older.length > 0 ? loaded.hasOlder : next.hasOlder,
    };
    view.show(loaded);
  }

  /** Does something to the open channel, then draws it and the list anew; false: it was not done. */
  async function act(work) {
    const isDone = await guarded(() => work(channelId));
    if (isDone)
      await guarded(async () => {
        await load();
        host.onListChange();
      });
    return isDone;
  }

  const view = createChannelView({
    openLink: (url) => guarded(() => host.openLink(url)),
    back: () => host.back(),
    post: (text) => act((id) => api.publish(person.id, id, text)),
    edit: (postId, text) => act((id) => api.editPost(person.id, id, postId, text)),
    remove: (postId) => act((id) => api.deletePost(person.id, id, postId)),
    react: (postId, emoji) => act((id) => api.reactToPost(person.id, id, postId, emoji)),
    join: () => act((id) => api.join(person.id, { channel: id })),
    leaveChannel: () =>
      guarded(async () => {
        await api.leave(person.id, channelId);
        host.onListChange();
        // A private channel is out of sight for whoever has left it.
        if (loaded.channel.username === null) host.openBot();
        else await load();
      }),
    forward: (postId) =>
      guarded(async () => {
        await api.forward(person.id, channelId, postId);
        host.openBot();
      }),
    appoint: () => appoint(loaded.channel, loaded.channel.botRights),
    older: (beforeId) =>
      guarded(async () => {
        const page = await api.channel(person.id, channelId, beforeId);
        loaded = { ...loaded, posts: [...page.posts, ...loaded.posts], hasOlder: page.hasOlder };
        view.prepend(page);
      }),
  });

  /** Asks for the bot's rights in a channel and gives them; `asked`: ticked at first, null for the usual ones. */
  async function appoint(channel, asked) {
    const rights = await askRights(host.bot(), channel, asked);
    if (rights === undefined) return;
    await guarded(async () => {
      await api.appoint(person.id, channel.id, rights);
      toast(rights === null ? 'The bot is no administrator any more.' : 'The bot is an administrator now.');
      if (channelId === channel.id) await load();
    });
  }

  return {
    root: view.root,
    appoint,
    current: () => channelId,
    /** Loads a channel; false: it cannot be shown. */
    async open(id) {
      const before = channelId;
      channelId = id;
      try {
        await load();
        return true;
      } catch (error) {
        channelId = before;
        toast(sentenceOf(error));
        return false;
      }
    },
    /** The pane is in sight now: shows one of its posts, or the end. */
    settle(postId) {
      view.settle();
      if (postId !== null && !view.reveal(postId)) toast('This post is too old to be shown, or it is gone.');
    },
    shut() {
      channelId = null;
    },
    /** Something happened in a channel. */
    changed(id) {
      if (id !== channelId) return;
      clearTimeout(timer);
      timer = setTimeout(() => {
        if (id === channelId) void guarded(load);
      }, settleMs);
    },
  };
}

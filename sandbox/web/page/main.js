/**
 * The page: who one is, the chat with the bot, channels, and the Mini App above them. State lives on the server; this
 * file wires the views to it and keeps nothing but the chosen person and channel (in the address, so that a reload and a
 * second window stay apart).
 */
import { api, followChat, sentenceOf } from './api.js';
import { createChannelPane } from './channel-pane.js';
import { createChatView } from './chat-view.js';
import { openDevices } from './devices-dialog.js';
import { ask, choose, tell } from './dialog.js';
import { avatar, element } from './dom.js';
import { openMiniApp } from './mini-app.js';
import { createPeopleView, createProblemView } from './people-view.js';
import { answerChatRequest, shareContact } from './sharing-dialogs.js';
import { createSideView } from './side-view.js';
import { currentTheme, startTheme } from './theme.js';
import { toast } from './toast.js';

const app = document.getElementById('app');
let stop = () => {};

function chosenPerson() {
  return new URLSearchParams(location.hash.slice(1)).get('person');
}

function become(personId) {
  location.hash = `person=${personId}`;
}

async function show() {
  stop();
  try {
    await showChosen();
  } catch (error) {
    stop();
    app.replaceChildren(createProblemView(sentenceOf(error), () => void show()));
  }
}

async function showChosen() {
  const { people } = await api.people();
  const person = people.find((one) => one.id === chosenPerson());
  if (person === undefined) {
    app.replaceChildren(createPeopleView(people, become));
    return;
  }
  await showChats(people, person);
}

async function showChats(people, person) {
  let miniApp = null;
  let startParameter = null;
  let chat = await api.chat(person.id);
  const shell = element('main', { className: 'shell' });
  const side = createSideView(people, person, {
    become,
    openBot: () => openChat(),
    openChannel: (id) => openChannel(id),
    openDevices: () => openDevices(person),
    find: async (words) => (await api.find(person.id, words)).channels,
  });

  async function launch(source, options = {}) {
    const { url } = await api.miniApp(person.id, source, currentTheme());
    miniApp?.close();
    miniApp = openMiniApp({
      url,
      person,
      bot: chat.bot,
      openLink,
      onData: options.onData,
      writeToComposer: (text) => {
        miniApp?.close();
        view.composer.write(`@${chat.bot.username} ${text}`);
      },
      relaunch: () => guarded(() => launch(source, options)),
    });
  }

  async function openLink(url) {
    const target = await api.link(url);
    if (target.kind === 'mini-app') await launch({ kind: 'link', startParameter: target.startParameter });
    else if (target.kind === 'bot') await openBot(target.parameter);
    else if (target.kind === 'outside') await openOutside(target.url);
    else if (target.kind === 'channel') await openChannel(target.channelId, target.messageId);
    else if (target.kind === 'appoint') await appointSomewhere(target.rights);
    else if (target.kind === 'invite') await acceptInvite(target);
    else if (target.kind === 'login') await openDevices(person, url);
    else if (target.kind === 'unknown-name') toast(`Nobody here is called @${target.name}.`);
    else toast('This link cannot be opened.');
  }

  /** `?start=` waits for Start in a new chat and is sent at once in a known one after a press, as in Telegram. */
  async function openBot(parameter) {
    miniApp?.close();
    openChat();
    if (parameter === null) return;
    if (!chat.hasStarted) startParameter = parameter;
    else await api.start(person.id, parameter);
  }

  /** `?startchannel`: a channel to choose, then the rights the link asks for. */
  async function appointSomewhere(rights) {
    miniApp?.close();
    const { channels } = await api.channels(person.id);
    const own = channels.filter((one) => one.isAdministrator && one.kind === 'broadcast');
    const entries = own.map(({ id, title }) => ({
      id,
      label: title,
      before: avatar(id, title, 'avatar-small'),
    }));
    const chosen = await choose('Add to channel', entries, 'You administrate no channel.');
    const channel = own.find(({ id }) => id === chosen);
    if (channel !== undefined) await channelPane.appoint(channel, rights.length === 0 ? null : rights);
  }

  async function acceptInvite({ hash, title }) {
    miniApp?.close();
    const buttons = [
      { id: 'cancel', text: 'Cancel' },
      { id: 'join', text: 'Join' },
    ];
    if ((await ask({ title, message: 'Do you want to join this channel?', buttons })) !== 'join') return;
    const { channel } = await api.join(person.id, { hash });
    await refreshChannels();
    await openChannel(channel);
  }

  async function openOutside(url) {
    const answer = await ask({
      title: 'Open link',
      message: url,
      buttons: [
        { id: 'cancel', text: 'Cancel' },
        { id: 'open', text: 'Open' },
      ],
    });
    if (answer === 'open') window.open(url, '_blank', 'noopener');
  }

  async function pressInline(message, button) {
    if (button.callback_data !== undefined) await pressCallback(message, button.callback_data);
    else if (button.web_app !== undefined) await launch({ kind: 'button', url: button.web_app.url });
    else if (button.url !== undefined) await openLink(button.url);
    else if (button.copy_text !== undefined) await copy(button.copy_text.text);
    else
      view.composer.write(
        `@${chat.bot.username} ${button.switch_inline_query_current_chat ?? button.switch_inline_query ?? ''}`,
      );
  }

  async function pressCallback(message, data) {
    const { answer } = await api.press(person.id, message.message_id, data);
    if (answer === null) return;
    // What follows is the person's business: the button stops spinning once the bot has answered.
    if (answer.url !== null) void guarded(() => openLink(answer.url));
    if (answer.text === '') return;
    if (answer.isAlert) void tell(answer.text);
    else toast(answer.text);
  }

  async function copy(text) {
    await navigator.clipboard.writeText(text);
    toast('Copied');
  }

  async function pressKey(button) {
    if (button.request_chat !== undefined) return answerChatRequest(person, button);
    if (button.request_contact) return shareContact(person, chat.bot);
    if (button.web_app === undefined) return api.send(person.id, button.text);
    const onData = (data) => api.webAppData(person.id, data, button.text);
    await launch({ kind: 'keyboard-button', url: button.web_app.url }, { onData });
  }

  /** Says what went wrong instead of losing it; false: it did. */
  async function guarded(work) {
    try {
      await work();
      return true;
    } catch (error) {
      toast(sentenceOf(error));
      return false;
    }
  }

  const view = createChatView({
    send: (text) => guarded(() => api.send(person.id, text)),
    start: () =>
      guarded(async () => {
        await api.start(person.id, startParameter ?? undefined);
        startParameter = null;
      }),
    unblock: () => guarded(() => api.setBlocked(person.id, false)),
    setBlocked: (isBlocked) => guarded(() => api.setBlocked(person.id, isBlocked)),
    openMenuApp: (url) => guarded(() => launch({ kind: 'button', url })),
    pressKey: (button) => guarded(() => pressKey(button)),
    pressInline: (message, button) => guarded(() => pressInline(message, button)),
    openLink: (url) => guarded(() => openLink(url)),
    sendCommand: (text) => guarded(() => api.send(person.id, text)),
    leave: () => shell.classList.remove('has-chat'),
    react: (message, emoji) => guarded(() => api.react(person.id, message.message_id, emoji)),
    askInline: (query) => api.inline(person.id, query, ''),
    chooseInline: (queryId, resultId) => guarded(() => api.chooseInline(person.id, queryId, resultId)),
    openInlineButton: (button) =>
      guarded(() =>
        button.webAppUrl === null
          ? api.start(person.id, button.startParameter)
          : launch({ kind: 'button', url: button.webAppUrl }),
      ),
  });

  const channelPane = createChannelPane({
    person,
    guarded,
    openLink,
    bot: () => chat.bot,
    back: () => shell.classList.remove('has-chat'),
    openBot: () => openChat(),
    onListChange: () => void guarded(refreshChannels),
  });
  channelPane.root.hidden = true;

  function openChat() {
    channelPane.shut();
    showPane(view.root, null);
    view.focus();
  }

  /** False: it cannot be shown; what was shown stays. */
  async function openChannel(id, postId = null) {
    miniApp?.close();
    if (!(await channelPane.open(id))) return false;
    showPane(channelPane.root, id);
    channelPane.settle(postId);
    return true;
  }

  /** The open channel stays in the address, so that a reload shows it again. */
  function showPane(root, channelId) {
    for (const pane of [view.root, channelPane.root]) pane.hidden = pane !== root;
    shell.classList.add('has-chat');
    side.mark(channelId);
    const parameters = new URLSearchParams({
      person: person.id,
      ...(channelId !== null && { channel: channelId }),
    });
    history.replaceState(null, '', `#${parameters}`);
  }

  async function refreshChannels() {
    side.showChannels((await api.channels(person.id)).channels);
  }

  /** A busy world changes more often than a list needs to be drawn. */
  let listTimer;
  function channelChanged(id) {
    channelPane.changed(id);
    clearTimeout(listTimer);
    listTimer = setTimeout(() => void guarded(refreshChannels), 500);
  }

  async function refresh(isComplete) {
    chat = await api.chat(person.id);
    if (isComplete) view.show(chat);
    else view.refresh(chat);
    side.update(chat);
  }

  const unfollow = followChat(
    person.id,
    (event) => {
      if (event.kind === 'channel') {
        channelChanged(event.channelId);
        return;
      }
      view.apply(event);
      void guarded(() => refresh(false));
    },
    () => void guarded(() => refresh(true)),
  );
  stop = () => {
    unfollow();
    clearTimeout(listTimer);
    miniApp?.close();
  };
  shell.append(side.root, view.root, channelPane.root);
  app.replaceChildren(shell);
  side.update(chat);
  view.show(chat);
  await refreshChannels();
  const channelId = new URLSearchParams(location.hash.slice(1)).get('channel');
  if (channelId !== null && (await openChannel(channelId))) return;
  // A channel that is gone is no place to come back to.
  if (channelId !== null) history.replaceState(null, '', `#${new URLSearchParams({ person: person.id })}`);
  if (matchMedia('(min-width: 720px)').matches) openChat();
}

startTheme();
addEventListener('hashchange', () => void show());
void show();

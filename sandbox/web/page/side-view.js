import { createChatList } from './chat-list.js';
import { openMenu } from './dialog.js';
import { avatar, element, fullName, iconButton } from './dom.js';
import { summaryOf } from './message-view.js';
import { themeToggle } from './theme.js';

/**
 * The pane on the left: who one is, and the chats. `actions` has `become(personId)`, `openDevices()` and those of the list
 * of chats.
 */
export function createSideView(people, person, actions) {
  const who = element(
    'button',
    {
      type: 'button',
      className: 'who',
      'data-testid': 'switch-person',
      'aria-label': `You are ${fullName(person)}. Be somebody else`,
      onclick: () =>
        openMenu(
          who,
          people.map((one) => ({
            label: fullName(one),
            before: avatar(one.id, fullName(one), 'avatar-small'),
            testId: `person-${one.id}`,
            onclick: () => actions.become(one.id),
          })),
        ),
    },
    avatar(person.id, fullName(person), 'avatar-small'),
    element('span', { className: 'who-name' }, fullName(person)),
  );
  const devices = iconButton('devices', 'Devices', () => actions.openDevices(), {
    'data-testid': 'devices-button',
  });
  const chats = createChatList(actions);
  const root = element(
    'nav',
    { className: 'side-pane', 'aria-label': 'Chats' },
    element('header', { className: 'pane-header' }, who, devices, themeToggle()),
    ...chats.nodes,
    element(
      'p',
      { className: 'side-note' },
      'A local Telegram for trying the bot. Nothing here leaves this computer.',
    ),
  );
  return {
    root,
    showChannels: chats.showChannels,
    mark: chats.mark,
    update(chat) {
      const last = chat.messages.at(-1);
      const isOwn = last !== undefined && String(last.from?.id) === chat.person.id;
      const preview = last === undefined ? 'No messages yet' : `${isOwn ? 'You: ' : ''}${summaryOf(last)}`;
      chats.showBot({ ...chat, preview });
    },
  };
}

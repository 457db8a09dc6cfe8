import { openSheet } from './dialog.js';
import { avatar, element } from './dom.js';

/** Rights the dialog offers, in Telegram's words; whoever is an administrator may manage the chat. */
const offered = [
  ['can_change_info', 'Change channel info'],
  ['can_post_messages', 'Post messages'],
  ['can_edit_messages', 'Edit messages of others'],
  ['can_delete_messages', 'Delete messages of others'],
  ['can_invite_users', 'Add subscribers'],
  ['can_restrict_members', 'Remove subscribers'],
  ['can_manage_video_chats', 'Manage live streams'],
  ['can_promote_members', 'Add new admins'],
];
const usual = ['can_post_messages', 'can_edit_messages', 'can_delete_messages', 'can_invite_users'];

/**
 * Asks which rights the bot shall have in a channel. Resolves with their names, null to dismiss the bot, undefined when
 * the dialog was closed. `asked`: ticked at first; null: the usual ones.
 */
export async function askRights(bot, channel, asked) {
  let answer;
  await openSheet('Admin rights', 'appoint-dialog', (close) => {
    const boxes = offered.map(([name, label]) => {
      const box = element('input', { type: 'checkbox', 'data-testid': `right-${name}`, name });
      box.checked = (asked ?? usual).includes(name);
      return { box, row: element('label', { className: 'right' }, element('span', {}, label), box) };
    });
    const finish = (given) => {
      answer = given;
      close();
    };
    return [
      element(
        'div',
        { className: 'appoint-who' },
        avatar(bot.id, bot.name),
        element('span', {}, element('strong', {}, bot.name), element('small', {}, `in ${channel.title}`)),
      ),
      element('p', { className: 'sheet-note' }, 'What can this admin do?'),
      ...boxes.map(({ row }) => row),
      element(
        'div',
        { className: 'dialog-buttons' },
        channel.botRights != null &&
          element(
            'button',
            {
              type: 'button',
              className: 'dialog-button is-destructive',
              'data-testid': 'dismiss',
              onclick: () => finish(null),
            },
            'Dismiss admin',
          ),
        element(
          'button',
          {
            type: 'button',
            className: 'dialog-button',
            'data-testid': 'save-rights',
            onclick: () => finish(boxes.filter(({ box }) => box.checked).map(({ box }) => box.name)),
          },
          'Save',
        ),
      ),
    ];
  });
  return answer;
}

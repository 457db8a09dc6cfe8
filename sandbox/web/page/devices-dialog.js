import { api } from './api.js';
import { openSheet } from './dialog.js';
import { element, icon } from './dom.js';
import { toast } from './toast.js';

const since = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
});
const refreshMs = 2_000;

/**
 * The devices of a person: a QR login to confirm, by its link or from those that wait, and the logins there are.
 * `link`: put into the field at once.
 */
export async function openDevices(person, link = '') {
  let timer;
  await openSheet('Devices', 'devices', () => {
    const field = element('input', {
      type: 'text',
      className: 'text-field',
      placeholder: 'tg://login?token=…',
      'aria-label': 'Link of the QR code',
      'data-testid': 'login-link',
      autocomplete: 'off',
    });
    field.value = link;
    const confirm = element(
      'button',
      { type: 'submit', className: 'dialog-button', 'data-testid': 'confirm-login' },
      'Log in as me',
    );
    const form = element(
      'form',
      {
        className: 'login-form',
        onsubmit: (event) => {
          event.preventDefault();
          void accept(field.value);
        },
      },
      field,
      confirm,
    );
    const waiting = element('div', { 'data-testid': 'login-tokens' });
    const devices = element('div', { 'data-testid': 'logins' });

    async function accept(token) {
      await guarded(async () => {
        await api.confirmLogin(person.id, token);
        toast('The device is logged in.');
        field.value = '';
        await refresh();
      });
    }

    async function refresh() {
      const [{ tokens }, { logins }] = await Promise.all([api.loginTokens(), api.logins(person.id)]);
      waiting.replaceChildren(
        ...tokens.map((token) =>
          row('smile', `${token.deviceModel || 'A device'} shows a code`, 'waits for somebody', {
            text: 'Confirm',
            testId: 'confirm-token',
            onclick: () => void accept(token.url),
          }),
        ),
      );
      devices.replaceChildren(
        ...(logins.length === 0
          ? [element('p', { className: 'sheet-note' }, 'No other device is logged in.')]
          : []),
        ...logins.map((login) =>
          row('devices', login.deviceModel || 'Unknown device', noteOf(login), {
            text: 'Terminate',
            testId: `end-login-${login.hash}`,
            isDestructive: true,
            onclick: () =>
              void guarded(async () => {
                await api.endLogin(person.id, login.hash);
                await refresh();
              }),
          }),
        ),
      );
    }

    timer = setInterval(() => void guarded(refresh), refreshMs);
    void guarded(refresh);
    return [
      element('p', { className: 'sheet-note' }, 'Paste the link of a QR code to log a device in as you.'),
      form,
      waiting,
      element('h3', { className: 'sheet-section' }, 'Active sessions'),
      devices,
    ];
  });
  clearInterval(timer);
}

function noteOf(login) {
  return login.isPending
    ? 'waits for the password'
    : `since ${since.format(new Date(login.createdAt * 1000))}`;
}

function row(name, label, note, button) {
  return element(
    'div',
    { className: 'device' },
    icon(name),
    element('span', {}, label, element('small', {}, note)),
    element(
      'button',
      {
        type: 'button',
        className: button.isDestructive ? 'dialog-button is-destructive' : 'dialog-button',
        'data-testid': button.testId,
        onclick: button.onclick,
      },
      button.text,
    ),
  );
}

async function guarded(work) {
  try {
    await work();
  } catch (error) {
    toast(error instanceof Error ? error.message : 'Something went wrong.');
  }
}

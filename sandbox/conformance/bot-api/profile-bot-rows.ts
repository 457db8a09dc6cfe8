import { satisfying } from '../compare.ts';
import {
  accepted,
  type BotRow,
  type BotRowTable,
  type BotScene,
  type Parameters,
  refused,
  toOwner,
} from './bot-row.ts';
import { tellBotUser } from './tell-json.ts';

const isTrue = () => true;
const commands = [{ command: 'start', description: 'Begin' }];
const menu = { type: 'web_app', text: 'Open', web_app: { url: 'http://127.0.0.1:1/' } };

/** A text of the profile: set and got, per language, refused where it is too long. */
function profileText(setter: string, getter: string, field: string, longest: number): BotRowTable {
  return {
    [setter]: [
      accepted(`sets the ${field}`, { [field]: 'Привет', language_code: 'ru' }, isTrue),
      refused('refuses a long one', { [field]: 'x'.repeat(longest + 1) }, `${field.toUpperCase()}_TOO_LONG`),
    ],
    [getter]: [
      accepted(
        'gives that of a language',
        { language_code: 'ru' },
        () => ({ [field]: 'Привет' }),
        async (scene) => {
          await scene.call(setter, { [field]: 'Привет', language_code: 'ru' });
          return {};
        },
      ),
      accepted(
        'gives the general one where there is none',
        { language_code: 'de' },
        () => ({ [field]: 'Hello' }),
        async (scene) => {
          await scene.call(setter, { [field]: 'Hello' });
          return {};
        },
      ),
    ],
  };
}

/** Nothing listens there; the sender tries and waits. */
const hook = 'http://127.0.0.1:9/hook';

async function withWebhook(scene: BotScene): Promise<Parameters> {
  await scene.call('setWebhook', {
    url: hook,
    secret_token: 'secret',
    max_connections: 7,
    allowed_updates: ['message'],
  });
  return {};
}

const withoutWebhook: BotRow['arrange'] = async (scene) => {
  await scene.call('deleteWebhook', { drop_pending_updates: true });
  return {};
};

export const profileBotRows: BotRowTable = {
  getMe: [
    accepted('tells who the bot is', {}, ({ bot }) => ({
      ...tellBotUser(bot),
      can_join_groups: true,
      can_read_all_group_messages: false,
      supports_inline_queries: true,
      can_connect_to_business: false,
      has_main_web_app: true,
    })),
  ],
  logOut: [accepted('is taken', {}, isTrue)],
  close: [accepted('is taken', {}, isTrue)],
  setMyCommands: [
    accepted('takes commands', { commands }, isTrue),
    refused(
      'refuses a bad name',
      { commands: [{ command: 'Bad Name', description: 'x' }] },
      'BOT_COMMAND_INVALID',
    ),
    refused(
      'wants descriptions',
      { commands: [{ command: 'a', description: '' }] },
      'BOT_COMMAND_DESCRIPTION_INVALID',
    ),
    refused('wants a list', {}, 'expected an Array of BotCommand'),
  ],
  getMyCommands: [
    accepted(
      'gives them',
      {},
      () => commands,
      async (scene) => {
        await scene.call('setMyCommands', { commands });
        return {};
      },
    ),
    accepted('gives none of another language', { language_code: 'fi' }, () => []),
  ],
  deleteMyCommands: [accepted('forgets those of a language', { language_code: 'ru' }, isTrue)],
  setChatMenuButton: [
    accepted('sets the button of one chat', (scene) => ({ ...toOwner(scene), menu_button: menu }), isTrue),
    refused('refuses other kinds', { menu_button: { type: 'door' } }, 'MenuButton has unsupported type'),
    refused('wants a text', { menu_button: { ...menu, text: '' } }, 'BUTTON_TEXT_INVALID'),
  ],
  getChatMenuButton: [
    accepted(
      'gives the button of one chat',
      toOwner,
      () => menu,
      async (scene) => {
        await scene.call('setChatMenuButton', { ...toOwner(scene), menu_button: menu });
        return {};
      },
    ),
    accepted('gives the general one', {}, () => ({ type: 'commands' })),
  ],
  ...profileText('setMyDescription', 'getMyDescription', 'description', 512),
  ...profileText('setMyShortDescription', 'getMyShortDescription', 'short_description', 120),
  ...profileText('setMyName', 'getMyName', 'name', 64),
  setWebhook: [
    accepted('takes an address of this machine', { url: hook, secret_token: 'secret' }, isTrue),
    refused(
      'reaches no other machine',
      { url: 'https://example.com/hook' },
      'bad webhook: Failed to resolve host: the sandbox reaches this machine only',
    ),
    refused('refuses what is no address', { url: 'http://[' }, 'bad webhook: invalid webhook URL specified'),
    refused(
      'refuses other schemes',
      { url: 'ftp://127.0.0.1/' },
      'bad webhook: An HTTPS URL must be provided for webhook',
    ),
    refused(
      'refuses a bad secret',
      { url: hook, secret_token: 'a b' },
      'secret token contains unallowed characters',
    ),
    refused(
      'refuses a long secret',
      { url: hook, secret_token: 'a'.repeat(257) },
      'secret token is too long',
    ),
    {
      title: 'is slowed down to once a second',
      arrange: async (scene) => {
        await withWebhook(scene);
        scene.api.context.limits.isOn = true;
        return {};
      },
      parameters: () => ({ url: hook }),
      error: [429, 'Too Many Requests: retry after 1'],
    },
  ],
  deleteWebhook: [accepted('forgets the webhook', {}, isTrue, withWebhook)],
  getWebhookInfo: [
    accepted(
      'tells the webhook and its settings',
      {},
      () => ({
        url: hook,
        has_custom_certificate: false,
        pending_update_count: satisfying('a count', (count) => typeof count === 'number'),
        max_connections: 7,
        ip_address: '127.0.0.1',
        // Other rows have had updates sent there.
        last_error_date: satisfying('a time or nothing', (at) => at === undefined || Number(at) > 0),
        last_error_message: satisfying(
          'a cause or nothing',
          (why) => why === undefined || why === 'Connection refused',
        ),
        allowed_updates: ['message'],
      }),
      async (scene) => {
        await withoutWebhook(scene);
        return withWebhook(scene);
      },
    ),
    accepted(
      'tells that there is none',
      {},
      () => ({
        url: '',
        has_custom_certificate: false,
        pending_update_count: 0,
        allowed_updates: ['message'],
      }),
      async (scene) => {
        await withWebhook(scene);
        await withoutWebhook(scene);
        return {};
      },
    ),
  ],
  getUpdates: [
    accepted(
      'gives what people did, in order',
      {},
      ({ owner }) =>
        satisfying('two messages in order', (updates) => {
          const list = Array.isArray(updates) ? updates.map(Object) : [];
          const texts = list.map(({ message }) => message?.text).join();
          const isInOrder = list[1]?.update_id === list[0]?.update_id + 1;
          return texts === 'one,two' && isInOrder && list[0]?.message.from.id === Number(owner.id);
        }),
      async (scene) => {
        await withoutWebhook(scene);
        for (const text of ['one', 'two']) scene.api.people.send(scene.owner.id, text);
        return {};
      },
    ),
    {
      title: 'is refused while there is a webhook',
      arrange: withWebhook,
      parameters: () => ({}),
      error: [
        409,
        "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
      ],
    },
  ],
};

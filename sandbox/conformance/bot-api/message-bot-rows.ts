import { newsId } from '../rows/demo-channels.ts';
import {
  accepted,
  type BotRow,
  type BotRowTable,
  type BotScene,
  hearEverything,
  newestPost,
  type Parameters,
  refused,
  sendText,
  toChannel,
  toOwner,
} from './bot-row.ts';
import { aNumber, tellChannelChat, tellSent } from './tell-json.ts';

const keyboard = { inline_keyboard: [[{ text: 'Go', callback_data: 'go' }]] };
const sameContent =
  'message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message';

const send = (more: Parameters) => (scene: BotScene) => ({ ...toOwner(scene), ...more });
const button = (one: Parameters) =>
  send({ text: 'x', reply_markup: { inline_keyboard: [[{ text: 'a', ...one }]] } });
/** A call about the message that was sent before. */
const about =
  (more: Parameters = {}) =>
  (scene: BotScene, given: Parameters) => ({ ...toOwner(scene), ...given, ...more });

const missing = refused(
  'finds no such message',
  send({ message_id: 999_999, text: 'x' }),
  'message to edit not found',
);
const unnamed = refused('wants a message', send({ text: 'x' }), 'message identifier is not specified');
const theirs: BotRow['arrange'] = ({ api, owner }) => ({
  message_id: api.people.send(owner.id, 'mine').message_id,
});

/** Presses the button of a new message; the id of the query the bot got. */
async function press(scene: BotScene): Promise<Parameters> {
  await hearEverything(scene);
  const { message_id } = await sendText(scene, { reply_markup: keyboard });
  void scene.api.people.press(scene.owner.id, Number(message_id), 'go');
  const query = scene.api.context.updates.pending().findLast(({ kind }) => kind === 'callback_query');
  return { callback_query_id: (query?.payload as { id?: string } | undefined)?.id };
}

export const messageBotRows: BotRowTable = {
  sendMessage: [
    accepted(
      'sends formatted text with a keyboard',
      send({ text: '  <b>Hi</b> /help ', parse_mode: 'HTML', reply_markup: keyboard }),
      (scene) =>
        tellSent(scene, {
          text: 'Hi /help',
          entities: [
            { type: 'bold', offset: 0, length: 2 },
            { type: 'bot_command', offset: 3, length: 5 },
          ],
          reply_markup: keyboard,
        }),
    ),
    accepted('takes exactly 4096 characters', send({ text: 'я'.repeat(4_096) }), (scene) =>
      tellSent(scene, { text: 'я'.repeat(4_096) }),
    ),
    accepted(
      'answers a message',
      (scene, { message_id }) => ({ ...toOwner(scene), text: 'yes', reply_parameters: { message_id } }),
      (scene, { message_id }) =>
        tellSent(scene, { text: 'yes', reply_to_message: tellSent(scene, { message_id, text: 'before' }) }),
      (scene) => sendText(scene),
    ),
    accepted(
      'posts in a channel it administers',
      (scene) => ({ ...toChannel(scene), text: 'news' }),
      ({ channel }) => {
        const chat = tellChannelChat(channel);
        return { message_id: aNumber, date: aNumber, sender_chat: chat, chat, text: 'news' };
      },
    ),
    refused('wants a chat', { text: 'x' }, 'chat_id is empty'),
    refused('knows no such chat', { chat_id: 1, text: 'x' }, 'chat not found'),
    refused('wants a text', send({ text: ' \n ' }), 'message text is empty'),
    refused('refuses 4097 characters', send({ text: 'x'.repeat(4_097) }), 'message is too long'),
    refused(
      'refuses an unknown parse mode',
      send({ text: 'x', parse_mode: 'BBCode' }),
      'unsupported parse_mode',
    ),
    refused(
      'refuses broken HTML',
      send({ text: '<b>x', parse_mode: 'HTML' }),
      'can\'t parse entities: Can\'t find end tag corresponding to start tag "b"',
    ),
    refused(
      'refuses an answer to nothing',
      send({ text: 'x', reply_parameters: { message_id: 999_999 } }),
      'message to be replied not found',
    ),
    refused(
      'refuses 65 bytes of callback data',
      button({ callback_data: `${'я'.repeat(32)}x` }),
      'BUTTON_DATA_INVALID',
    ),
    refused(
      'refuses a button that does nothing',
      button({}),
      "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
    ),
    refused(
      'refuses a Mini App over http elsewhere',
      button({ web_app: { url: 'http://example.com/' } }),
      "inline keyboard button Web App URL 'http://example.com/' is invalid: Only HTTPS links are allowed",
    ),
    {
      title: 'is forbidden by who blocked it',
      parameters: ({ blocker }) => ({ chat_id: Number(blocker.id), text: 'x' }),
      error: [403, 'Forbidden: bot was blocked by the user'],
    },
    {
      title: 'is forbidden in a channel it is not in',
      parameters: () => ({ chat_id: '@gorod_vesti', text: 'x' }),
      error: [403, 'Forbidden: bot is not a member of the channel chat'],
    },
    {
      title: 'is slowed down after a burst',
      arrange: async (scene) => {
        scene.api.context.limits.isOn = true;
        for (let sent = 0; sent < 5; sent += 1)
          await scene.call('sendMessage', { ...toOwner(scene), text: 'x' });
        return {};
      },
      parameters: send({ text: 'one too many' }),
      error: [429, 'Too Many Requests: retry after 1'],
    },
  ],
  editMessageText: [
    accepted(
      'changes text and drops a keyboard that is not sent again',
      about({ text: 'after' }),
      (scene, { message_id }) => tellSent(scene, { message_id, text: 'after', edit_date: aNumber }),
      (scene) => sendText(scene, { reply_markup: keyboard }),
    ),
    refused('changes nothing into the same', about({ text: 'before' }), sameContent, (scene) =>
      sendText(scene),
    ),
    refused("changes nobody else's message", about({ text: 'x' }), "message can't be edited", theirs),
    missing,
    unnamed,
  ],
  editMessageCaption: [
    accepted(
      'changes a caption',
      about({ caption: 'new' }),
      (scene, { message_id, photo }) =>
        tellSent(scene, { message_id, photo, caption: 'new', edit_date: aNumber }),
      sendPicture,
    ),
    refused(
      'finds none below a text',
      about({ caption: 'x' }),
      'there is no caption in the message to edit',
      (scene) => sendText(scene),
    ),
    missing,
  ],
  editMessageReplyMarkup: [
    accepted(
      'adds a keyboard',
      about({ reply_markup: keyboard }),
      (scene, { message_id }) =>
        tellSent(scene, { message_id, text: 'before', reply_markup: keyboard, edit_date: aNumber }),
      (scene) => sendText(scene),
    ),
    refused('changes nothing into the same', about(), sameContent, (scene) => sendText(scene)),
    missing,
  ],
  deleteMessage: [
    accepted(
      'deletes a message',
      about(),
      () => true,
      (scene) => sendText(scene),
    ),
    refused('deletes it once', about(), 'message to delete not found', async (scene) => {
      const sent = await sendText(scene);
      await scene.call('deleteMessage', { ...toOwner(scene), ...sent });
      return sent;
    }),
    refused(
      'deletes nothing in channels of others',
      (scene) => ({ chat_id: '@gorod_vesti', message_id: newestPost(scene, newsId) }),
      "message can't be deleted",
    ),
  ],
  deleteMessages: [
    accepted(
      'passes over what is not there',
      (scene, { message_id }) => ({ ...toOwner(scene), message_ids: [message_id, 999_999] }),
      () => true,
      (scene) => sendText(scene),
    ),
    refused('wants messages', send({ message_ids: [] }), 'message identifiers are not specified'),
  ],
  answerCallbackQuery: [
    accepted(
      'answers a pressed button',
      (_, given) => ({ ...given, text: 'done' }),
      () => true,
      press,
    ),
    refused(
      'knows no such query',
      { callback_query_id: '5' },
      'query is too old and response timeout expired or query ID is invalid',
    ),
    refused(
      'refuses a long text',
      (_, given) => ({ ...given, text: 'x'.repeat(201) }),
      'MESSAGE_TOO_LONG',
      press,
    ),
  ],
};

async function sendPicture(scene: BotScene): Promise<Parameters> {
  const { message_id, photo } = await scene.ask('sendPhoto', {
    ...toOwner(scene),
    photo: picture,
    caption: 'old',
  });
  return { message_id, photo };
}

/** A red dot, one pixel wide. */
export const picture = {
  kind: 'upload',
  name: 'dot.png',
  content: Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
    'base64',
  ),
} as const;

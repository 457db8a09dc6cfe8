import { satisfying } from '../compare.ts';
import {
  accepted,
  type BotRow,
  type BotRowTable,
  type BotScene,
  hearEverything,
  type Parameters,
  refused,
  sendText,
  toOwner,
} from './bot-row.ts';
import { picture } from './message-bot-rows.ts';
import { aNumber, aText, tellSent } from './tell-json.ts';

const send = (more: Parameters) => (scene: BotScene) => ({ ...toOwner(scene), ...more });
const file = { file_id: aText, file_unique_id: aText, file_size: picture.content.length };
const photo = [{ ...file, width: 1, height: 1 }];
const notes = { kind: 'upload', name: 'notes.txt', content: Buffer.from('all of it') } as const;
const document = { ...file, file_size: notes.content.length, file_name: 'notes.txt', mime_type: aText };
const longCaption = send({ photo: picture, document: notes, caption: 'x'.repeat(1_025) });

const article = (id: string) => ({
  type: 'article',
  id,
  title: id,
  input_message_content: { message_text: id },
});

/** Types `@bot cats`; the id of the query the bot got. */
const askInline: BotRow['arrange'] = async (scene) => {
  await hearEverything(scene);
  const { api, owner } = scene;
  void api.inlinePeople.ask(owner, `cats ${Math.random()}`);
  const query = api.context.updates.pending().findLast(({ kind }) => kind === 'inline_query');
  return { inline_query_id: (query?.payload as { id?: string } | undefined)?.id };
};

export const mediaBotRows: BotRowTable = {
  sendPhoto: [
    accepted(
      'sends a picture',
      send({ photo: picture, caption: '<i>dot</i>', parse_mode: 'HTML' }),
      (scene) =>
        tellSent(scene, {
          photo,
          caption: 'dot',
          caption_entities: [{ type: 'italic', offset: 0, length: 3 }],
        }),
    ),
    refused('wants a picture', send({}), 'there is no photo in the request'),
    refused('refuses what is none', send({ photo: notes }), 'IMAGE_PROCESS_FAILED'),
    refused('refuses 1025 characters below it', longCaption, 'message caption is too long'),
    refused(
      'knows no such file',
      send({ photo: 'AgADnone' }),
      'wrong remote file identifier specified: Wrong string length',
    ),
  ],
  sendDocument: [
    accepted('sends a file', send({ document: notes }), (scene) => tellSent(scene, { document })),
    refused('wants a file', send({}), 'there is no document in the request'),
    refused('refuses 1025 characters below it', longCaption, 'message caption is too long'),
  ],
  sendMediaGroup: [
    accepted(
      'sends an album whose items share an id',
      send({ media: [picture, picture].map((media) => ({ type: 'photo', media })) }),
      (scene) => {
        const item = tellSent(scene, { photo, media_group_id: aText });
        return [item, item];
      },
    ),
    accepted(
      'sends one alone as an ordinary picture',
      send({ media: [{ type: 'photo', media: picture }] }),
      (scene) => [tellSent(scene, { photo })],
    ),
    refused(
      'refuses more than ten',
      send({ media: Array.from({ length: 11 }, () => ({ type: 'photo', media: picture })) }),
      'too many messages to send as an album',
    ),
    refused(
      'refuses pictures among files',
      send({
        media: [
          { type: 'photo', media: picture },
          { type: 'document', media: notes },
        ],
      }),
      "document can't be mixed with other media types",
    ),
    refused('wants one at least', send({ media: [] }), 'there are no messages to send'),
    refused('wants media', send({}), 'parameter "media" is required'),
  ],
  editMessageMedia: [
    accepted(
      'changes a text into a picture',
      (scene, given) => ({ ...toOwner(scene), ...given, media: { type: 'photo', media: picture } }),
      (scene, { message_id }) => tellSent(scene, { message_id, photo, edit_date: aNumber }),
      (scene) => sendText(scene),
    ),
    refused(
      'finds no such message',
      send({ message_id: 999_999, media: { type: 'photo', media: picture } }),
      'message to edit not found',
    ),
  ],
  getFile: [
    accepted(
      'tells where a file is',
      (_, given) => given,
      (_, { file_id }) => ({
        file_id,
        file_unique_id: aText,
        file_size: picture.content.length,
        file_path: satisfying('a path', (path) => String(path).startsWith('photos/')),
      }),
      async (scene) => {
        const sent = await scene.ask('sendPhoto', { ...toOwner(scene), photo: picture });
        const [first] = [sent.photo].flat();
        return { file_id: Object(first).file_id };
      },
    ),
    refused('wants a file', {}, 'file_id not specified'),
    refused('knows no such file', { file_id: 'none' }, 'invalid file_id'),
  ],
  answerInlineQuery: [
    accepted(
      'gives results',
      (_, given) => ({ ...given, results: [article('a'), article('b')] }),
      () => true,
      askInline,
    ),
    refused(
      'refuses the same id twice',
      (_, given) => ({ ...given, results: [article('a'), article('a')] }),
      'RESULT_ID_DUPLICATE',
      askInline,
    ),
    refused(
      'knows no such query',
      { inline_query_id: '5', results: [] },
      'query is too old and response timeout expired or query ID is invalid',
    ),
    refused('wants results', { inline_query_id: '5' }, 'expected an Array of InlineQueryResult'),
  ],
  savePreparedInlineMessage: [
    accepted(
      'keeps a message for a person',
      ({ owner }) => ({ user_id: Number(owner.id), result: article('a'), allow_user_chats: true }),
      () => ({ id: aText, expiration_date: aNumber }),
    ),
    refused('knows no such person', { user_id: 5, result: article('a') }, 'user not found'),
    refused('wants a person', { user_id: 'x', result: article('a') }, 'invalid user_id specified'),
    refused(
      'wants a message',
      ({ owner }) => ({ user_id: Number(owner.id) }),
      'inline query result is not specified',
    ),
  ],
};

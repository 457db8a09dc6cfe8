import type { BotApi } from '#sandbox/bot-api/bot-api.ts';
import type { SendPlace } from '#sandbox/bot-api/people-inline.ts';
import type { LoginOperations } from '#sandbox/control/login-operations.ts';
import type { WorldUser } from '#sandbox/world/world.ts';
import type { PageRoute } from './page-routes.ts';

type Given = Parameters<PageRoute>[0];

/** Inline mode, what people hand to the bot, and their logins on other devices. */
export function createSharingRoutes(botApi: BotApi, logins: LoginOperations): [string, PageRoute][] {
  const { people, inlinePeople, sharing, members } = botApi;

  function personOf(given: Given): WorldUser {
    return people.person(String(given.person ?? ''));
  }

  function readPlace(given: Given): SendPlace {
    return given.channel === undefined || given.channel === ''
      ? { kind: 'bot' }
      : { kind: 'channel', channelId: String(given.channel) };
  }

  return [
    [
      'POST /api/inline',
      (given) => inlinePeople.ask(personOf(given), String(given.query ?? ''), String(given.offset ?? '')),
    ],
    [
      'POST /api/inline/choose',
      (given) => inlinePeople.choose(personOf(given), String(given.queryId), String(given.resultId)),
    ],
    [
      'GET /api/prepared',
      (given) => {
        const { result, allowed } = inlinePeople.prepared(personOf(given), String(given.id));
        return { result, allowed };
      },
    ],
    [
      'POST /api/prepared',
      (given) => inlinePeople.sendPrepared(personOf(given), String(given.id), readPlace(given)),
    ],
    ['POST /api/contact', (given) => sharing.shareContact(personOf(given))],
    [
      'GET /api/request-chat',
      (given) => {
        const { channels, botRights } = sharing.fittingChannels(personOf(given), Number(given.request));
        return { channels: channels.map(({ id, title, username }) => ({ id, title, username })), botRights };
      },
    ],
    [
      'POST /api/request-chat',
      (given) => {
        const message = sharing.shareChat(personOf(given), Number(given.request), String(given.channel));
        members.sync();
        return message;
      },
    ],
    [
      'POST /api/react',
      (given) =>
        sharing.react(
          personOf(given),
          Number(given.messageId),
          given.emoji === null ? null : String(given.emoji),
        ),
    ],
    [
      'GET /api/logins',
      async (given) => ({ logins: await logins.listLogins({ personId: personOf(given).id }) }),
    ],
    ['GET /api/login-tokens', async () => ({ tokens: await logins.listLoginTokens() })],
    [
      'POST /api/login',
      (given) =>
        logins.acceptLoginToken({ personId: personOf(given).id, token: String(given.token ?? '').trim() }),
    ],
    [
      'POST /api/logins/end',
      (given) => logins.endLogins({ personId: personOf(given).id, hash: String(given.hash) }),
    ],
  ];
}

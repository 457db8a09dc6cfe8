import { PersonError } from '#sandbox/bot-api/person-error.ts';
import type { WorldUser } from '#sandbox/world/world.ts';
import { createChannelRoutes } from './channel-routes.ts';
import { invokeCustomMethod } from './cloud-storage.ts';
import { followLink } from './follow-link.ts';
import type { LaunchSource } from './mini-app-launcher.ts';
import type { PageServerOptions } from './page-server.ts';
import { buildBotView, buildChatView, buildPersonView } from './page-state.ts';
import { createSharingRoutes } from './sharing-routes.ts';

/** Fields of the query and of the JSON body. */
type Given = Readonly<Record<string, unknown>>;

/** One thing a person can do; what it returns is sent as JSON. */
export type PageRoute = (given: Given) => unknown;

/** The page's own interface, by method and path. */
export function createPageRoutes(options: PageServerOptions): ReadonlyMap<string, PageRoute> {
  const { botApi, launcher, personIds } = options;
  const { context, people } = botApi;

  function personOf(given: Given): WorldUser {
    return people.person(String(given.person ?? ''));
  }

  function launch(given: Given): unknown {
    const theme = given.theme === 'dark' ? 'dark' : 'light';
    const opened = launcher.open(personOf(given), readSource(given.source), theme);
    if (opened === null) throw new PersonError('no-such-button', 'The bot has no Mini App yet.');
    return { url: opened.url };
  }

  async function press(given: Given): Promise<unknown> {
    const { queryId, answer } = await people.press(
      personOf(given).id,
      Number(given.messageId),
      String(given.data ?? ''),
    );
    return { queryId, answer };
  }

  function customMethod(given: Given): unknown {
    const parameters = typeof given.params === 'object' && given.params !== null ? { ...given.params } : {};
    return invokeCustomMethod(
      context.store,
      personOf(given).id,
      String(given.method ?? ''),
      parameters,
      context.now(),
    );
  }

  return new Map<string, PageRoute>([
    [
      'GET /api/people',
      () => ({
        bot: buildBotView(context, 'en'),
        people: personIds.map((id) => buildPersonView(context.world, people.person(id))),
      }),
    ],
    ['GET /api/chat', (given) => buildChatView(context, personOf(given))],
    ['POST /api/start', (given) => people.start(personOf(given).id, textOrUndefined(given.parameter))],
    [
      'POST /api/send',
      (given) =>
        people.send(
          personOf(given).id,
          String(given.text ?? ''),
          given.replyTo === undefined ? undefined : Number(given.replyTo),
        ),
    ],
    ['POST /api/press', press],
    ['POST /api/mini-app', launch],
    [
      'POST /api/link',
      (given) => followLink(String(given.url ?? ''), context.world, context.bot.username ?? ''),
    ],
    ['POST /api/custom-method', customMethod],
    [
      'POST /api/web-app-data',
      (given) =>
        people.sendWebAppData(personOf(given).id, String(given.data ?? ''), String(given.text ?? '')),
    ],
    ...createChannelRoutes(botApi),
    ...createSharingRoutes(botApi, options.logins),
    ['POST /api/write-access', (given) => people.allowWriting(personOf(given).id)],
    ['POST /api/unknown-event', (given) => options.unknownEvents.note(String(given.type ?? ''))],
    ['POST /api/blocked', (given) => people.setBlocked(personOf(given).id, given.isBlocked === true)],
  ]);
}

function textOrUndefined(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function readSource(value: unknown): LaunchSource {
  const source = (value ?? {}) as Record<string, unknown>;
  if (source.kind === 'link') {
    return { kind: 'link', startParameter: textOrUndefined(source.startParameter) ?? null };
  }
  const url = String(source.url ?? '');
  if (!URL.canParse(url)) throw new PersonError('no-such-button', 'The button has no address.');
  return { kind: source.kind === 'keyboard-button' ? 'keyboard-button' : 'button', url };
}

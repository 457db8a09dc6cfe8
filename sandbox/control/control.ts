/**
 * Control lets tests act on a running sandbox and read what it saw: be a person, publish posts, read the call logs and
 * the ledger of deliveries, set faults. `operations.ts` is the list of what there is. In the sandbox's own process the
 * operations are called directly (`control.ts`); over HTTP each is `POST /<operation>` with a JSON object
 * (`control-server.ts`), which `client.ts` wraps with the same types. It listens on loopback and refuses browsers.
 */
import type { BotApi } from '#sandbox/bot-api/bot-api.ts';
import { setBotAdministrator } from '#sandbox/bot-api/channel-updates.ts';
import { isLoopbackHost } from '#sandbox/bot-api/loopback.ts';
import type { FailureLog } from '#sandbox/failures.ts';
import type { Telegram } from '#sandbox/start-telegram.ts';
import type { MiniAppLauncher } from '#sandbox/web/mini-app-launcher.ts';
import { buildChatView, buildPersonView } from '#sandbox/web/page-state.ts';
import type { UnknownEvents } from '#sandbox/web/unknown-events.ts';
import type { SteppedClock } from '#sandbox/world/stepped-clock.ts';
import type { World, WorldChannel } from '#sandbox/world/world.ts';
import { appointingPerson } from './appointing-person.ts';
import { checkEveryCall } from './check-given.ts';
import { createClockOperations } from './clock-operations.ts';
import { ControlError } from './control-error.ts';
import { createFaultOperations } from './fault-operations.ts';
import { createLoginOperations } from './login-operations.ts';
import type { SandboxControl } from './operations.ts';
import { createPeopleOperations } from './people-operations.ts';

export interface ControlDeps {
  world: World;
  botApi: BotApi;
  launcher: MiniAppLauncher;
  telegram: Pick<
    Telegram,
    'calls' | 'faults' | 'overlaps' | 'dataCentres' | 'keyStores' | 'accounts' | 'wire'
  >;
  personIds: readonly string[];
  setMainMiniApp(url: string | null): void;
  failures: FailureLog;
  unknownEvents: UnknownEvents;
  /** null: the world lives in wall time. */
  clock: SteppedClock | null;
}

/** The highest pace of deliveries; beyond it timers of the machine are too coarse. */
const fastest = 100_000;

/** The operations on one sandbox, in its own process. */
export function createControl(deps: ControlDeps): SandboxControl {
  const { world, botApi, launcher, telegram } = deps;
  const { people, context } = botApi;

  function channelOf(channelId: string): WorldChannel {
    const channel = world.channel(channelId);
    if (channel === null) throw new ControlError('no-such-channel', `There is no channel ${channelId}.`);
    return channel;
  }

  return checkEveryCall({
    ...createClockOperations(world, deps.clock),
    listPeople: async () => deps.personIds.map((id) => buildPersonView(world, people.person(id))),
    listChannels: async () => world.channels().map((channel) => summarize(world, channel)),
    readTruth: async ({ channelId, at }) => world.truth(channelOf(channelId).id, at),
    publishPost: async ({ channelId, text }) => ({
      messageId: world.post(channelOf(channelId).id, { text }),
    }),
    joinChannel: async ({ channelId, personId }) => {
      const hasChanged = world.join(channelOf(channelId).id, people.person(personId).id);
      botApi.members.sync();
      return { hasChanged };
    },
    leaveChannel: async ({ channelId, personId }) => {
      const hasChanged = world.leave(channelOf(channelId).id, people.person(personId).id);
      botApi.members.sync();
      return { hasChanged };
    },
    setBotAdministrator: async ({ channelId, personId, isAdministrator }) => {
      const channel = channelOf(channelId);
      setBotAdministrator(context, channel, appointingPerson(people, personId, channel), isAdministrator);
      botApi.members.sync();
      return { isAdministrator };
    },

    readChat: async ({ personId }) => buildChatView(context, people.person(personId)),
    startBot: async ({ personId, parameter }) => people.start(personId, parameter),
    sendMessage: async ({ personId, text }) => people.send(personId, text),
    pressButton: async ({ personId, messageId, data }) => people.press(personId, messageId, data),
    forwardPost: async ({ personId, channelId, messageId }) => ({
      messages: people.forward(personId, channelId, messageId),
    }),
    setBlocked: async ({ personId, isBlocked }) => {
      people.setBlocked(personId, isBlocked);
      return { isBlocked };
    },
    openMiniApp: async ({ personId, source, theme }) =>
      launcher.open(people.person(personId), source, theme ?? 'light'),
    setMainMiniApp: async ({ url }) => {
      if (url !== null && !isWebAddress(url))
        throw new ControlError('bad-argument', `${url} is not an http or https address.`);
      deps.setMainMiniApp(url);
      return { url };
    },
    readInitDataKey: async () => ({ publicKeyHex: launcher.publicKeyHex }),

    listBotApiCalls: async () => botApi.calls.all(),
    listMtprotoCalls: async () => telegram.calls.calls(),
    listUnknownMethods: async () => [...telegram.calls.unknownMethods(), ...botApi.unknownMethods],
    listUnknownEvents: async () => deps.unknownEvents.all(),
    listFailures: async () => deps.failures.all(),
    clearCalls: async () => {
      deps.failures.clear();
      deps.unknownEvents.clear();
      botApi.calls.clear();
      botApi.unknownMethods.clear();
      botApi.ledger.clear();
      telegram.calls.clear();
      return { isCleared: true };
    },
    listDeliveries: async () => botApi.ledger.all(),
    listPendingUpdates: async () => context.updates.pending(),

    ...createFaultOperations(telegram.faults),
    ...createLoginOperations(world, telegram),
    ...createPeopleOperations(world, botApi),
    setSendLimits: async ({ isOn }) => {
      context.limits.isOn = isOn;
      return { isOn };
    },
    setTimeFactor: async ({ factor }) => {
      if (factor <= 0 || factor > fastest)
        throw new ControlError('bad-argument', `factor has to be above 0 and at most ${fastest}.`);
      botApi.clock.setFactor(factor);
      return { factor };
    },
    mapWebhookHost: async ({ host, address }) => {
      if (address === null) context.webhook.hosts.delete(host);
      else if (isLoopbackHost(address)) context.webhook.hosts.set(host, address);
      else throw new ControlError('not-loopback', `${address} is not an address of this machine.`);
      return { host };
    },
    setWebhookAuthority: async ({ pem }) => {
      context.webhook.setAuthority(pem);
      return { isSet: pem !== null };
    },
    listOverlaps: async () => telegram.overlaps,
    cutConnections: async () => {
      const open = telegram.dataCentres.flatMap((dataCentre) => dataCentre.openConnections());
      for (const connection of open) connection.close();
      return { count: open.length };
    },
  });
}

function isWebAddress(url: string): boolean {
  return URL.canParse(url) && ['http:', 'https:'].includes(new URL(url).protocol);
}

function summarize(world: World, channel: WorldChannel) {
  const { id, username, title, kind } = channel;
  const page = { offsetId: 0, offsetDate: 0, addOffset: 0, limit: 1, minId: 0, maxId: 0 };
  return {
    id,
    username,
    title,
    kind,
    subscribers: world.subscribers(id),
    messages: world.history(id, page).count,
  };
}

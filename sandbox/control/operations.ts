import type { BotMessage } from '#sandbox/bot-api/bot-objects.ts';
import type { StoredUpdate } from '#sandbox/bot-api/bot-store.ts';
import type { BotApiCall } from '#sandbox/bot-api/call-log.ts';
import type { CallbackAnswer } from '#sandbox/bot-api/message-book.ts';
import type { Delivery } from '#sandbox/bot-api/webhook/delivery-ledger.ts';
import type { SandboxFailure } from '#sandbox/failures.ts';
import type { LoggedCall } from '#sandbox/methods/call-log.ts';
import type { Overlap } from '#sandbox/mtproto/overlaps.ts';
import type { Launch, LaunchSource } from '#sandbox/web/mini-app-launcher.ts';
import type { ChatView, PersonView } from '#sandbox/web/page-state.ts';
import type { ThemeName } from '#sandbox/web/theme-params.ts';
import type { ChannelTruth } from '#sandbox/world/world.ts';
import { type ClockOperations, clockOperationNames } from './clock-operations.ts';
import type { FaultOperations } from './fault-operations.ts';
import { type LoginOperations, loginOperationNames } from './login-operations.ts';
import { type PeopleOperations, peopleOperationNames } from './people-operations.ts';

/** A channel of the world, as far as tests want to choose one. */
export interface ChannelSummary {
  id: string;
  username: string | null;
  title: string;
  kind: 'broadcast' | 'megagroup';
  subscribers: number | null;
  messages: number;
}

/** Everything that can be done to a running sandbox; each operation takes one object and answers with JSON. */
export type SandboxControl = ClockOperations &
  FaultOperations &
  LoginOperations &
  PeopleOperations & {
    /** Whom one can be: role, phone number, and how many channels there are of theirs. */
    listPeople(given?: object): Promise<PersonView[]>;
    listChannels(given?: object): Promise<ChannelSummary[]>;
    /** The world's own exact totals of one channel; `at` is world time. */
    readTruth(given: { channelId: string; at?: number }): Promise<ChannelTruth>;
    publishPost(given: { channelId: string; text: string }): Promise<{ messageId: number }>;
    joinChannel(given: { channelId: string; personId: string }): Promise<{ hasChanged: boolean }>;
    leaveChannel(given: { channelId: string; personId: string }): Promise<{ hasChanged: boolean }>;
    /** Adds the bot to a channel as an administrator, or removes it. */
    setBotAdministrator(given: {
      channelId: string;
      personId: string;
      isAdministrator: boolean;
    }): Promise<{ isAdministrator: boolean }>;

    /** The chat of one person with the bot, as the page shows it. */
    readChat(given: { personId: string }): Promise<ChatView>;
    startBot(given: { personId: string; parameter?: string }): Promise<BotMessage>;
    sendMessage(given: { personId: string; text: string }): Promise<BotMessage>;
    /** Presses an inline button and waits for the bot's answer; null: none within ten seconds. */
    pressButton(given: {
      personId: string;
      messageId: number;
      data: string;
    }): Promise<{ queryId: string; answer: CallbackAnswer | null }>;
    /** Forwards a post to the bot, all of its album with it. */
    forwardPost(given: {
      personId: string;
      channelId: string;
      messageId: number;
    }): Promise<{ messages: BotMessage[] }>;
    setBlocked(given: { personId: string; isBlocked: boolean }): Promise<{ isBlocked: boolean }>;
    /** Address of the Mini App with signed init data; null: the bot has none yet. */
    openMiniApp(given: { personId: string; source: LaunchSource; theme?: ThemeName }): Promise<Launch | null>;
    setMainMiniApp(given: { url: string | null }): Promise<{ url: string | null }>;
    readInitDataKey(given?: object): Promise<{ publicKeyHex: string }>;

    listBotApiCalls(given?: object): Promise<BotApiCall[]>;
    listMtprotoCalls(given?: object): Promise<readonly LoggedCall[]>;
    /** Methods of MTProto and of the Bot API that were asked for and that nobody answers; a test should find none. */
    listUnknownMethods(given?: object): Promise<string[]>;
    /** Events that Mini Apps posted to the page and the page does not know; a test should find none. */
    listUnknownEvents(given?: object): Promise<string[]>;
    /** What failed inside the sandbox itself, in answering MTProto, the Bot API, the page or control; empty when all is well. */
    listFailures(given?: object): Promise<SandboxFailure[]>;
    clearCalls(given?: object): Promise<{ isCleared: true }>;
    /** Every update that was handed to the webhook, with each attempt and its answer. */
    listDeliveries(given?: object): Promise<Delivery[]>;
    /** Updates not yet delivered or confirmed. */
    listPendingUpdates(given?: object): Promise<StoredUpdate[]>;

    /** Telegram's sending limits of the Bot API; on at the start. */
    setSendLimits(given: { isOn: boolean }): Promise<{ isOn: boolean }>;
    /** Lets webhooks be tried again and updates expire `factor` times faster than Telegram's, what waits already included. */
    setTimeFactor(given: { factor: number }): Promise<{ factor: number }>;
    /** Lets a webhook's host name mean an address of this machine; null forgets it. */
    mapWebhookHost(given: { host: string; address: string | null }): Promise<{ host: string }>;
    /** PEM of an authority that signs the webhook's certificate; null: only the usual ones. */
    setWebhookAuthority(given: { pem: string | null }): Promise<{ isSet: boolean }>;
    /** Cuts every MTProto connection, as a network fault would. */
    cutConnections(given?: object): Promise<{ count: number }>;
    /** Every time since the start that two MTProto connections of one auth key were open at once, oldest first. */
    listOverlaps(given?: object): Promise<readonly Overlap[]>;
  };

/** Names of all operations: what the server routes and the client offers. */
export const operationNames = [
  ...clockOperationNames,
  'listPeople',
  'listChannels',
  'readTruth',
  'publishPost',
  'joinChannel',
  'leaveChannel',
  'setBotAdministrator',
  'readChat',
  'startBot',
  'sendMessage',
  'pressButton',
  'forwardPost',
  'setBlocked',
  'openMiniApp',
  'setMainMiniApp',
  'readInitDataKey',
  'listBotApiCalls',
  'listMtprotoCalls',
  'listUnknownMethods',
  'listUnknownEvents',
  'listFailures',
  'clearCalls',
  'listDeliveries',
  'listPendingUpdates',
  'addFault',
  'removeFault',
  'addBotApiFault',
  'addMtprotoFault',
  'listFaults',
  'clearFaults',
  'setSendLimits',
  'setTimeFactor',
  'mapWebhookHost',
  'setWebhookAuthority',
  'cutConnections',
  'listOverlaps',
  ...loginOperationNames,
  ...peopleOperationNames,
] as const satisfies readonly (keyof SandboxControl)[];

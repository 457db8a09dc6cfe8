import { type ThemeName, themeParams } from '#sandbox/web/theme-params.ts';
import type { SandboxControl } from './operations.ts';

/** What a field has to be. A `?` at the end: it may be left out. */
type Kind = 'text' | 'textOrNull' | 'number' | 'whole' | 'boolean' | 'texts' | 'object' | 'source' | 'theme';
export type FieldKind = Kind | `${Kind}?`;

const person = { personId: 'text' } as const;
const channel = { channelId: 'text' } as const;
const post = { channelId: 'text', messageId: 'whole' } as const;
const place = { channelId: 'text', personId: 'text' } as const;
const rule = {
  method: 'text',
  userId: 'text?',
  dcId: 'whole?',
  share: 'number?',
  count: 'whole?',
  seed: 'whole?',
  delayMs: 'number?',
  effect: 'object?',
} as const;

/** The fields of every operation; a call with any other is refused. */
export const givenFields: Record<keyof SandboxControl, Record<string, FieldKind>> = {
  readClock: {},
  advanceClock: { seconds: 'number' },
  listPeople: {},
  listChannels: {},
  readTruth: { ...channel, at: 'number?' },
  publishPost: { ...channel, text: 'text' },
  joinChannel: place,
  leaveChannel: place,
  setBotAdministrator: { ...place, isAdministrator: 'boolean' },
  readChat: person,
  startBot: { ...person, parameter: 'text?' },
  sendMessage: { ...person, text: 'text' },
  pressButton: { ...person, messageId: 'whole', data: 'text' },
  forwardPost: { ...person, ...post },
  setBlocked: { ...person, isBlocked: 'boolean' },
  openMiniApp: { ...person, source: 'source', theme: 'theme?' },
  setMainMiniApp: { url: 'textOrNull' },
  readInitDataKey: {},
  listBotApiCalls: {},
  listMtprotoCalls: {},
  listUnknownMethods: {},
  listUnknownEvents: {},
  listFailures: {},
  clearCalls: {},
  listDeliveries: {},
  listPendingUpdates: {},
  addFault: { ...rule, on: 'text?' },
  removeFault: { id: 'whole' },
  addBotApiFault: { ...rule, effect: 'object' },
  addMtprotoFault: { ...rule, error: 'object?' },
  listFaults: {},
  clearFaults: {},
  setSendLimits: { isOn: 'boolean' },
  setTimeFactor: { factor: 'number' },
  mapWebhookHost: { host: 'text', address: 'textOrNull' },
  setWebhookAuthority: { pem: 'textOrNull' },
  cutConnections: {},
  listOverlaps: {},
  listLoginCodes: { personId: 'text?', phone: 'text?' },
  clearLoginLimits: person,
  setTwoStepPassword: { ...person, password: 'textOrNull', hint: 'text?' },
  setHomeDc: { ...person, dcId: 'whole' },
  listLoginTokens: {},
  acceptLoginToken: { ...person, token: 'text' },
  listLogins: person,
  ageLogins: { ...person, seconds: 'number' },
  endLogins: { ...person, hash: 'text?', reason: 'text?' },
  setFrozen: { ...person, isFrozen: 'boolean' },
  setKeyGuard: { isOn: 'boolean' },
  editPost: { ...post, text: 'text', isHidden: 'boolean?' },
  deletePost: post,
  reactToPost: { ...post, personId: 'text', emoji: 'textOrNull' },
  setBotRights: { ...place, rights: 'texts' },
  joinByLink: { ...person, hash: 'text' },
  askInline: { ...person, query: 'text', offset: 'text?' },
  chooseInline: { ...person, queryId: 'text', resultId: 'text' },
  setInlineFeedback: { isOn: 'boolean' },
  shareChat: { ...place, requestId: 'whole' },
  shareContact: person,
  reactToMessage: { ...person, messageId: 'whole', emoji: 'textOrNull' },
};

/** How the sentence about a wrong field names what it has to be. */
export const kindNames: Record<Kind, string> = {
  text: 'text',
  textOrNull: 'text or null',
  number: 'a number',
  whole: 'a whole number',
  boolean: 'true or false',
  texts: 'a list of texts',
  object: 'an object',
  source: 'a button or keyboard-button with a url, or a link with a startParameter (text or null)',
  theme: `one of ${Object.keys(themeParams).join(', ')}`,
};

/** Whether a value is of a kind. */
export function isOfKind(value: unknown, kind: Kind): boolean {
  switch (kind) {
    case 'text':
      return typeof value === 'string';
    case 'textOrNull':
      return value === null || typeof value === 'string';
    case 'number':
      return Number.isFinite(value);
    case 'whole':
      return Number.isSafeInteger(value);
    case 'boolean':
      return typeof value === 'boolean';
    case 'texts':
      return Array.isArray(value) && value.every((entry) => typeof entry === 'string');
    case 'object':
      return isObject(value);
    case 'source':
      return isObject(value) && isSource(value);
    case 'theme':
      return isThemeName(value);
  }
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isSource({ kind, url, startParameter }: Record<string, unknown>): boolean {
  if (kind === 'link') return startParameter === null || typeof startParameter === 'string';
  return (kind === 'button' || kind === 'keyboard-button') && typeof url === 'string';
}

function isThemeName(value: unknown): value is ThemeName {
  return typeof value === 'string' && Object.hasOwn(themeParams, value);
}

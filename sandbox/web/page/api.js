/** A refusal of the page's own server; `message` is a sentence for people. */
export class PageError extends Error {}

/** What is told of a failure. */
export function sentenceOf(failure) {
  return failure instanceof Error ? failure.message : 'Something went wrong.';
}

async function call(method, path, body) {
  const request = {
    method,
    ...(body !== undefined && {
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    }),
  };
  const response = await fetch(path, request).catch(() => {
    // The browser's own words (`Failed to fetch`) help nobody.
    throw new PageError('The sandbox does not answer. Is it still running?');
  });
  const answer = await response.json();
  if (!response.ok) throw new PageError(answer.message ?? `The sandbox answered ${response.status}.`);
  return answer;
}

const post = (path, body) => call('POST', path, body);
const get = (path, query) => call('GET', `${path}?${new URLSearchParams(query)}`);

/** The page's server, one function for each thing a person can do. */
export const api = {
  people: () => call('GET', '/api/people'),
  chat: (person) => call('GET', `/api/chat?person=${encodeURIComponent(person)}`),
  start: (person, parameter) => post('/api/start', { person, parameter }),
  send: (person, text) => post('/api/send', { person, text }),
  press: (person, messageId, data) => post('/api/press', { person, messageId, data }),
  miniApp: (person, source, theme) => post('/api/mini-app', { person, source, theme }),
  link: (url) => post('/api/link', { url }),
  customMethod: (person, method, params) => post('/api/custom-method', { person, method, params }),
  webAppData: (person, data, text) => post('/api/web-app-data', { person, data, text }),
  channels: (person) => get('/api/channels', { person }),
  find: (person, query) => get('/api/find', { person, query }),
  channel: (person, channel, before) => get('/api/channel', { person, channel, before: before ?? 0 }),
  join: (person, given) => post('/api/channel/join', { person, ...given }),
  leave: (person, channel) => post('/api/channel/leave', { person, channel }),
  publish: (person, channel, text) => post('/api/channel/post', { person, channel, text }),
  editPost: (person, channel, messageId, text) =>
    post('/api/channel/edit', { person, channel, messageId, text }),
  deletePost: (person, channel, messageId) => post('/api/channel/delete', { person, channel, messageId }),
  reactToPost: (person, channel, messageId, emoji) =>
    post('/api/channel/react', { person, channel, messageId, emoji }),
  forward: (person, channel, messageId) => post('/api/channel/forward', { person, channel, messageId }),
  /** `rights` null: the bot is dismissed. */
  appoint: (person, channel, rights) => post('/api/channel/bot', { person, channel, rights }),
  inline: (person, query, offset) => post('/api/inline', { person, query, offset }),
  chooseInline: (person, queryId, resultId) => post('/api/inline/choose', { person, queryId, resultId }),
  prepared: (person, id) => get('/api/prepared', { person, id }),
  sendPrepared: (person, id, channel) => post('/api/prepared', { person, id, channel }),
  shareContact: (person) => post('/api/contact', { person }),
  requestedChats: (person, request) => get('/api/request-chat', { person, request }),
  shareChat: (person, request, channel) => post('/api/request-chat', { person, request, channel }),
  react: (person, messageId, emoji) => post('/api/react', { person, messageId, emoji }),
  logins: (person) => get('/api/logins', { person }),
  loginTokens: () => get('/api/login-tokens', {}),
  confirmLogin: (person, token) => post('/api/login', { person, token }),
  endLogin: (person, hash) => post('/api/logins/end', { person, hash }),
  allowWriting: (person) => post('/api/write-access', { person }),
  /** A Mini App posted an event that nobody here knows. */
  noteUnknownEvent: (type) => post('/api/unknown-event', { type }),
  setBlocked: (person, isBlocked) => post('/api/blocked', { person, isBlocked }),
};

/** Follows a person's chat; `onReconnect` is called when events may have been missed. Returns a function that stops. */
export function followChat(person, onEvent, onReconnect) {
  const source = new EventSource(`/api/events?person=${encodeURIComponent(person)}`);
  let wasOpen = false;
  source.onopen = () => {
    if (wasOpen) onReconnect();
    wasOpen = true;
  };
  source.onmessage = (message) => onEvent(JSON.parse(message.data));
  return () => source.close();
}

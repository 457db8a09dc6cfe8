import { readEvent, readFields } from './event-payload.js';
import { createHandlers } from './mini-app-handlers.js';
import { createQuestions } from './mini-app-questions.js';

/**
 * Speaks with the frame as Telegram Web does: JSON texts `{eventType, eventData}` by postMessage, from the frame's own
 * origin only and to it only. `host` is what the window around the frame can do. Every event, known or not, is logged;
 * `host.noteUnknown(type)` hears of those nobody knows. After `close()` nothing goes in or out any more.
 */
export function createBridge(frame, host) {
  const origin = new URL(frame.src).origin;
  const questions = createQuestions(host);
  const handlers = createHandlers(send, host, questions);
  let hasSpoken = false;
  let isClosed = false;

  function send(type, payload) {
    // Before its first word the frame may still be the empty document of the page's own origin.
    if (!hasSpoken || isClosed) return;
    host.log.add('out', type, payload);
    const event = payload === undefined ? { eventType: type } : { eventType: type, eventData: payload };
    frame.contentWindow?.postMessage(JSON.stringify(event), origin);
  }

  async function receive(message) {
    // A frame that is gone has no window, and neither have the messages it left behind.
    if (isClosed || message.source === null) return;
    if (message.source !== frame.contentWindow || message.origin !== origin) return;
    const event = readEvent(message.data);
    if (event === null) return;
    hasSpoken = true;
    const handler = Object.hasOwn(handlers, event.type) ? handlers[event.type] : null;
    host.log.add('in', event.type, event.payload);
    if (handler === null) {
      host.noteUnknown(event.type);
      return;
    }
    try {
      await handler(readFields(event.payload));
    } catch {
      // The page's server refused or is gone: the Mini App waits as it would for a client without a network.
      if (!isClosed) host.log.add('out', 'failed', event.type);
    }
  }

  const listener = (message) => void receive(message);
  addEventListener('message', listener);
  return {
    send,
    close() {
      isClosed = true;
      questions.close();
      removeEventListener('message', listener);
    },
  };
}

import type { StoredMessage } from './stored-message.ts';
import type { ChannelScript } from './timeline.ts';

/** A script whose messages are all known at the beginning. */
export function createScriptOnce(messages: StoredMessage[]): ChannelScript {
  let rest = messages;
  return {
    messagesThrough() {
      const given = rest;
      rest = [];
      return given;
    },
  };
}

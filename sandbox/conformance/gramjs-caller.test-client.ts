import bigInt from 'big-integer';
import { Api, type TelegramClient } from 'telegram';
import { RPCError } from 'telegram/errors/index.js';
import { GRAMJS_LAYER } from '#sandbox/tl/layers.ts';
import type { Caller, Outcome } from './caller.ts';
import { createSpelling } from './spelling.ts';
import { withDeadline } from './with-deadline.ts';

type Constructor = new (fields: Record<string, unknown>) => object;

/**
 * Raw requests of GramJS over its own sender, past `invoke`, which would repeat a call after a 5xx and follow a
 * migration by itself. `client` is connected; closing destroys it.
 */
export function createGramjsCaller(client: TelegramClient): Caller {
  const spelling = createSpelling({
    layer: GRAMJS_LAYER,
    identify: (object) => Number((object as { CONSTRUCTOR_ID?: number }).CONSTRUCTOR_ID),
    construct: (name, fields) => new (findConstructor(name))(fields),
    writeLong: (value) => bigInt(value.toString()),
    nameField: (field) => field.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()),
  });
  return {
    layer: GRAMJS_LAYER,
    async call(request) {
      const sender = client._sender;
      if (sender === undefined) throw new Error('GramJS is not connected');
      const sent = spelling.toClient(request) as Parameters<typeof sender.send>[0];
      try {
        const answer: unknown = await withDeadline(
          Promise.resolve(sender.send(sent)),
          `GramJS: ${request._}`,
        );
        return { kind: 'answer', answer: spelling.fromClient(answer) };
      } catch (failure) {
        return readError(failure);
      }
    },
    close: () => client.destroy(),
  };
}

/** `messages.getHistory` is `Api.messages.GetHistory`, `inputPeerSelf` is `Api.InputPeerSelf`. */
function findConstructor(name: string): Constructor {
  const parts = name.split('.');
  const last = parts.pop() ?? '';
  let place: unknown = Api;
  for (const part of [...parts, last.charAt(0).toUpperCase() + last.slice(1)]) place = Object(place)[part];
  if (typeof place !== 'function') throw new TypeError(`GramJS has no ${name}`);
  return place as Constructor;
}

/** GramJS rewords a few errors and keeps only their number; this says them again as they came. */
function readError(failure: unknown): Outcome {
  if (!(failure instanceof RPCError)) throw failure;
  const { seconds, newDc } = failure as { seconds?: number; newDc?: number };
  const kind = failure.constructor.name;
  const code = failure.code ?? 0;
  if (kind === 'FloodWaitError') return { kind: 'error', code, text: `FLOOD_WAIT_${seconds}` };
  const migrated = /^(\w+)MigrateError$/.exec(kind)?.[1];
  const text = migrated === undefined ? failure.errorMessage : `${migrated.toUpperCase()}_MIGRATE_${newDc}`;
  return { kind: 'error', code, text };
}

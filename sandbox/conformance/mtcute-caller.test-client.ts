import { createRequire } from 'node:module';
import { Long, type RpcCallOptions, type TelegramClient, tl } from '@mtcute/node';
import type { MtcuteSchema } from '#sandbox/tl/mtcute-schema.ts';
import type { Caller } from './caller.ts';
import { createSpelling } from './spelling.ts';
import { withDeadline } from './with-deadline.ts';

const schema: MtcuteSchema = createRequire(import.meta.url)('@mtcute/core/tl/api-schema.json');

/** Fields that mtcute holds as plain numbers because they stay below 2^53, as `owner.field`. */
const smallLongs = new Set(
  schema.e.flatMap(({ name, arguments: fields }) =>
    fields.filter(({ type }) => type === 'int53').map((field) => `${name}.${field.name}`),
  ),
);

/** Methods that may be answered with another data centre's number. */
const migrating = new Set(['auth.sendCode', 'auth.importBotAuthorization']);

type DcConnectionManager = NonNullable<RpcCallOptions['manager']>;

/** Raw requests of mtcute. `client` is connected; closing destroys it. */
export function createMtcuteCaller(client: TelegramClient): Caller {
  const spelling = createSpelling({
    layer: schema.l,
    identify: (object) => String((object as { _?: string })._),
    construct: (name, fields) => ({ _: name, ...fields }),
    writeLong: (value, owner, field) =>
      smallLongs.has(`${owner}.${field}`) ? Number(value) : Long.fromBigInt(value),
    nameField: (field) => field.replace(/_([a-z])/gi, (_, letter: string) => letter.toUpperCase()),
  });
  /** mtcute follows a migration of its primary data centre by itself; asked through a stand-in for it, it does not. */
  function options(method: string): Parameters<typeof client.call>[1] {
    if (!migrating.has(method)) return {};
    const primary = ['mt', 'network', '_primaryDc'].reduce<unknown>(
      (place, name) => Object(place)[name],
      client._client,
    ) as DcConnectionManager | undefined;
    return primary === undefined ? {} : { manager: Object.create(primary) as DcConnectionManager };
  }

  return {
    layer: schema.l,
    async call(request) {
      const sent = spelling.toClient(request) as Parameters<typeof client.call>[0];
      try {
        const answer: unknown = await withDeadline(
          client.call(sent, options(request._)),
          `mtcute: ${request._}`,
        );
        return { kind: 'answer', answer: spelling.fromClient(answer) };
      } catch (failure) {
        if (!(failure instanceof tl.RpcError)) throw failure;
        // mtcute takes the number out of a few texts; this puts it back.
        const { seconds, newDc, dc } = failure as { seconds?: number; newDc?: number; dc?: number };
        const text = failure.text.replace('%d', String(seconds ?? newDc ?? dc));
        return { kind: 'error', code: failure.code, text };
      }
    },
    close: () => client.destroy(),
  };
}

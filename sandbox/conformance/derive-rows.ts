import type { Method } from '#sandbox/methods/method.ts';
import { type Layer, layers } from '#sandbox/tl/layers.ts';
import type { FailureRow, Role, Row, RowTable, SuccessRow } from './row.ts';
import { privateId } from './rows/demo-channels.ts';
import { createScene, type Scene } from './scene.ts';
import { isTlObject } from './spelling.ts';

/** The row whose call the others vary. */
type Model = SuccessRow | FailureRow;
type Arrange = NonNullable<SuccessRow['arrange']>;
type Fields = Readonly<Record<string, unknown>>;

/** A channel that no world has. */
const missingId = 5n;

/**
 * The rows of the registered methods: those that were written, and the refusals that follow from what a method is. Who
 * is not logged in is refused everything but what `anyone` may ask, bots are refused what is for people, and whatever
 * takes a channel refuses another caller's hash, a channel that does not exist and a private one.
 */
export function deriveRows(methods: ReadonlyMap<string, Method>, table: RowTable): Row[] {
  return [...methods].flatMap(([method, { for: whom }]) => {
    const rows = table[method];
    if (rows === undefined) return [];
    const [model = rows.failures[0]] = rows.successes;
    if (model === undefined) return [];
    const refusals = [
      ...(whom === 'anyone' ? [] : [asAnother(model, 'nobody', [401, 'AUTH_KEY_UNREGISTERED'])]),
      ...(whom === 'people' ? [asAnother(model, 'bot', [400, 'BOT_METHOD_INVALID'])] : []),
      ...(takesChannel(method) ? deriveChannelRows(model) : []),
    ];
    return [...rows.successes, ...rows.failures, ...refusals].map((row) => ({ ...row, method }));
  });
}

/** The same call by somebody who must not. */
function asAnother(model: Model, as: Role, error: FailureRow['error']): FailureRow {
  const { arrange, fields, dcId, as: usual } = model;
  return {
    title: `is refused to ${as === 'bot' ? 'a bot' : 'somebody who is not logged in'}`,
    as,
    fields: (scene, given) => fields(createScene(scene, usual, dcId), given),
    error,
    ...(dcId !== undefined && { dcId }),
    ...(arrange !== undefined && { arrange: arrangeAs(usual, arrange, dcId) }),
  };
}

/** What a row arranges is arranged by who usually asks, whoever asks now. */
function arrangeAs(usual: Role, arrange: Arrange, dcId: number | undefined): Arrange {
  return (stage) => arrange({ ...stage, scene: createScene(stage.scene, usual, dcId) });
}

/** Whether every schema gives a method a channel, or a peer that may be one, to act on. */
function takesChannel(method: string): boolean {
  return layers().every((layer) => takesChannelIn(layer, method));
}

function takesChannelIn({ byName }: Layer, method: string): boolean {
  return (byName.get(method)?.fields ?? []).some(({ name, type }) => {
    const one = type.kind === 'vector' ? type.item : type;
    if (one.kind !== 'boxed') return false;
    return one.name === 'InputChannel' || (one.name === 'InputPeer' && name === 'peer');
  });
}

function deriveChannelRows({ as, arrange, fields, dcId }: Model): FailureRow[] {
  const refusal = (
    title: string,
    who: Role,
    rename: (channel: Fields, scene: Scene) => Fields,
    text: string,
  ): FailureRow => ({
    title,
    as: who,
    fields: (scene, given) =>
      replaceChannels(fields(scene, given), (channel) => rename(channel, scene)) as Fields,
    error: [400, text],
    ...(dcId !== undefined && { dcId }),
    ...(arrange !== undefined && { arrange: arrangeAs(as, arrange, dcId) }),
  });
  const foreign = (channel: Fields, { world }: Scene): Fields => ({
    ...channel,
    access_hash: world.accessHash('710000777', String(channel.channel_id)),
  });
  const missing = (channel: Fields): Fields => ({ ...channel, channel_id: missingId });
  const closed = (channel: Fields, { hash }: Scene): Fields => ({
    ...channel,
    channel_id: BigInt(privateId),
    access_hash: hash(privateId),
  });
  return [
    refusal('refuses a channel by the hash of another caller', as, foreign, 'CHANNEL_INVALID'),
    refusal('refuses a channel that does not exist', as, missing, 'CHANNEL_INVALID'),
    refusal('refuses a private channel to who is no member', 'stranger', closed, 'CHANNEL_PRIVATE'),
  ];
}

/** The same value with every input channel and input peer of a channel replaced. */
function replaceChannels(value: unknown, replace: (channel: Fields) => Fields): unknown {
  if (Array.isArray(value)) return value.map((item) => replaceChannels(item, replace));
  if (isTlObject(value) && /^input(Peer)?Channel$/.test(value._)) return replace(value);
  if (typeof value !== 'object' || value === null || Buffer.isBuffer(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, part]) => [name, replaceChannels(part, replace)]),
  );
}

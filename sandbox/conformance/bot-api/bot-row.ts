/**
 * The same for the Bot API: rows by method, asked by grammY's raw methods against one bot that administers a channel and
 * has a chat with its owner. Each success is compared with the world, each failure with Telegram's exact text.
 */
import type { BotApi } from '#sandbox/bot-api/bot-api.ts';
import type { World, WorldChannel, WorldUser } from '#sandbox/world/world.ts';

export type Parameters = Readonly<Record<string, unknown>>;

export type BotOutcome =
  | { kind: 'result'; result: unknown }
  | { kind: 'error'; code: number; description: string; retryAfter: number | null };

/** A file in a row; the client makes an upload of its own of it. */
export interface Upload {
  kind: 'upload';
  name: string;
  content: Buffer;
}

/** What rows act on. */
export interface BotScene {
  api: BotApi;
  world: World;
  bot: WorldUser;
  /** Has started the bot. */
  owner: WorldUser;
  /** Has started and then blocked it. */
  blocker: WorldUser;
  /** A public channel of the owner, which the bot administers. */
  channel: WorldChannel;
  call(method: string, parameters?: Parameters): Promise<BotOutcome>;
  /** The result of a call that must go well. */
  ask(method: string, parameters?: Parameters): Promise<Record<string, unknown>>;
}

interface BotRowStart {
  title: string;
  arrange?: (scene: BotScene) => Promise<Parameters> | Parameters;
  parameters: (scene: BotScene, given: Parameters) => Parameters;
}

export interface BotSuccess extends BotRowStart {
  result: (scene: BotScene, given: Parameters) => unknown;
}

export interface BotFailure extends BotRowStart {
  error: readonly [code: number, description: string];
}

export type BotRow = BotSuccess | BotFailure;

/** Rows by method. */
export type BotRowTable = Readonly<Record<string, readonly BotRow[]>>;

/** A refusal with 400 and Telegram's prefix. */
export function refused(
  title: string,
  parameters: BotRowStart['parameters'] | Parameters,
  why: string,
  arrange?: BotRowStart['arrange'],
): BotFailure {
  return {
    title,
    parameters: typeof parameters === 'function' ? parameters : () => parameters,
    error: [400, `Bad Request: ${why}`],
    ...(arrange !== undefined && { arrange }),
  };
}

export function accepted(
  title: string,
  parameters: BotRowStart['parameters'] | Parameters,
  result: BotSuccess['result'],
  arrange?: BotRowStart['arrange'],
): BotSuccess {
  return {
    title,
    parameters: typeof parameters === 'function' ? parameters : () => parameters,
    result,
    ...(arrange !== undefined && { arrange }),
  };
}

/** The chat with the owner. */
export const toOwner = ({ owner }: BotScene): Parameters => ({ chat_id: Number(owner.id) });

export const toChannel = ({ channel }: BotScene): Parameters => ({ chat_id: Number(`-100${channel.id}`) });

/** Sends a text to the owner; its id. */
export async function sendText(scene: BotScene, more: Parameters = {}): Promise<Parameters> {
  const { message_id } = await scene.ask('sendMessage', { ...toOwner(scene), text: 'before', ...more });
  return { message_id };
}

/** Lets the bot get every usual kind of update by polling. */
export async function hearEverything(scene: BotScene): Promise<void> {
  await scene.call('deleteWebhook', {});
  await scene.call('getUpdates', { allowed_updates: [] });
}

/** The newest message of a channel that is no service message. */
export function newestPost(scene: BotScene, channelId = scene.channel.id): number {
  const page = { offsetId: 0, offsetDate: 0, addOffset: 0, limit: 20, minId: 0, maxId: 0 };
  return scene.world.history(channelId, page).messages.find(({ service }) => service === null)?.id ?? 0;
}

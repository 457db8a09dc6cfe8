import type { BotApiMethod } from '../context.ts';
import { accountMethods } from './account-methods.ts';
import { chatMethods } from './chat-methods.ts';
import { inlineMethods } from './inline-methods.ts';
import { inviteMethods } from './invite-methods.ts';
import { mediaMethods } from './media-methods.ts';
import { messageMethods } from './message-methods.ts';
import { reactionMethods } from './reaction-methods.ts';
import { updateMethods } from './update-methods.ts';

const all = {
  ...accountMethods,
  ...updateMethods,
  ...chatMethods,
  ...inviteMethods,
  ...messageMethods,
  ...mediaMethods,
  ...reactionMethods,
  ...inlineMethods,
};

/** Every method by its name in lower case: Telegram does not mind the case of method names. */
export const botApiMethods: ReadonlyMap<string, { name: string; run: BotApiMethod }> = new Map(
  Object.entries(all).map(([name, run]) => [name.toLowerCase(), { name, run }]),
);

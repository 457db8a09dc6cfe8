import { audit } from './audit.ts';
import { channels } from './channels.ts';
import type { Command } from './command.ts';
import { deleteWebhook } from './delete-webhook.ts';
import { keys } from './keys.ts';
import { migrate } from './migrate.ts';
import { session } from './session.ts';
import { setWebhook } from './set-webhook.ts';
import { status } from './status.ts';
import { storage } from './storage.ts';
import { track } from './track.ts';
import { webhookInfo } from './webhook-info.ts';

/** Every command there is, as the help lists them. */
export const commands: readonly Command[] = [
  track,
  audit,
  channels,
  status,
  storage,
  session,
  keys,
  migrate,
  setWebhook,
  deleteWebhook,
  webhookInfo,
];

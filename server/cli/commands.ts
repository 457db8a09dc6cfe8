import { audit } from './audit.ts';
import { channels } from './channels.ts';
import type { Command } from './command.ts';
import { deleteWebhook } from './delete-webhook.ts';
import { migrate } from './migrate.ts';
import { setWebhook } from './set-webhook.ts';
import { status } from './status.ts';
import { track } from './track.ts';
import { webhookInfo } from './webhook-info.ts';

/** Every command there is, as the help lists them. */
export const commands: readonly Command[] = [
  track,
  audit,
  channels,
  status,
  migrate,
  setWebhook,
  deleteWebhook,
  webhookInfo,
];

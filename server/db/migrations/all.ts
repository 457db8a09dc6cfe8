import { channels } from './0001-channels.ts';
import { viewers } from './0002-viewers.ts';
import { channelReactions } from './0003-channel-reactions.ts';
import { jobWorkers } from './0004-job-workers.ts';
import { progressPacing } from './0005-progress-pacing.ts';
import { floodWaits } from './0006-flood-waits.ts';
import { accounts } from './0007-accounts.ts';
import { channelRefusals } from './0008-channel-refusals.ts';
import { gateways } from './0009-gateways.ts';
import { samples } from './0010-samples.ts';
import { botChannels } from './0011-bot-channels.ts';
import type { Migration } from './migration.ts';

/** Every step of the schema in the order of application: an explicit list, so that no stray file can become one. */
export const migrations: readonly Migration[] = [
  channels,
  viewers,
  channelReactions,
  jobWorkers,
  progressPacing,
  floodWaits,
  accounts,
  channelRefusals,
  gateways,
  samples,
  botChannels,
];

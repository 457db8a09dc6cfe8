import type { ModelStatic, Sequelize } from 'sequelize';
import { defineTrackedChannel, type TrackedChannel } from './tracked-channel.ts';
import { defineViewer, type Viewer } from './viewer.ts';

export interface Models {
  viewers: ModelStatic<Viewer>;
  trackedChannels: ModelStatic<TrackedChannel>;
}

/**
 * Binds the models of people to one connection pool. Each call makes classes of its own, because a Sequelize class
 * belongs to the one instance it was initialised with, and tests open several databases in a process.
 */
export function createModels(sequelize: Sequelize): Models {
  return {
    viewers: defineViewer(sequelize),
    trackedChannels: defineTrackedChannel(sequelize),
  };
}

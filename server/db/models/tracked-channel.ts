import {
  DataTypes,
  type InferAttributes,
  type InferCreationAttributes,
  Model,
  type ModelStatic,
  type Sequelize,
} from 'sequelize';

/** That a viewer watches a channel. Many viewers may watch one; its rows are collected once. */
export class TrackedChannel extends Model<
  InferAttributes<TrackedChannel>,
  InferCreationAttributes<TrackedChannel>
> {
  declare viewerId: string;
  declare channelId: string;
  declare trackedAt: Date;
}

export function defineTrackedChannel(sequelize: Sequelize): ModelStatic<TrackedChannel> {
  class BoundTrackedChannel extends TrackedChannel {}
  return BoundTrackedChannel.init(
    {
      viewerId: { type: DataTypes.BIGINT, primaryKey: true, field: 'viewer_id' },
      channelId: { type: DataTypes.BIGINT, primaryKey: true, field: 'channel_id' },
      trackedAt: { type: DataTypes.DATE, allowNull: false, field: 'tracked_at' },
    },
    { sequelize, modelName: 'trackedChannel', tableName: 'tracked_channels', timestamps: false },
  );
}

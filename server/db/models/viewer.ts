import {
  DataTypes,
  type InferAttributes,
  type InferCreationAttributes,
  Model,
  type ModelStatic,
  type Sequelize,
} from 'sequelize';

/**
 * A person who talks to the bot or opens the Mini App. Fields are only declared: a field that TypeScript emitted would
 * shadow Sequelize's accessors and always read undefined.
 */
export class Viewer extends Model<InferAttributes<Viewer>, InferCreationAttributes<Viewer>> {
  /** Telegram user id, decimal text. */
  declare viewerId: string;
  declare firstName: string;
  declare language: 'en' | 'ru';
  declare createdAt: Date;
  declare seenAt: Date;
}

export function defineViewer(sequelize: Sequelize): ModelStatic<Viewer> {
  class BoundViewer extends Viewer {}
  return BoundViewer.init(
    {
      viewerId: { type: DataTypes.BIGINT, primaryKey: true, field: 'viewer_id' },
      firstName: { type: DataTypes.TEXT, allowNull: false, field: 'first_name' },
      language: { type: DataTypes.TEXT, allowNull: false },
      createdAt: { type: DataTypes.DATE, allowNull: false, field: 'created_at' },
      seenAt: { type: DataTypes.DATE, allowNull: false, field: 'seen_at' },
    },
    { sequelize, modelName: 'viewer', tableName: 'viewers', timestamps: false },
  );
}

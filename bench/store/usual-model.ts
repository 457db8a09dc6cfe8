import { DataTypes, type Model, type ModelStatic, Sequelize } from 'sequelize';

export interface UsualModel {
  model: ModelStatic<Model>;
  close(): Promise<void>;
}

/**
 * The other reference: the model that everybody writes with Sequelize, an id, two time stamps, a foreign key and a unique
 * index that makes saving again harmless.
 */
export async function createUsualModel(url: string): Promise<UsualModel> {
  const sequelize = new Sequelize(url, { dialect: 'postgres', logging: false });
  const post = sequelize.define('UsualPost', { id: { type: DataTypes.BIGINT, primaryKey: true } });
  const model = sequelize.define(
    'UsualSample',
    {
      id: { type: DataTypes.BIGINT, primaryKey: true, autoIncrement: true },
      postId: { type: DataTypes.BIGINT, allowNull: false, references: { model: post, key: 'id' } },
      sampledAt: { type: DataTypes.DATE, allowNull: false },
      views: DataTypes.INTEGER,
      forwards: DataTypes.INTEGER,
      comments: DataTypes.INTEGER,
      reactions: DataTypes.INTEGER,
    },
    { indexes: [{ unique: true, fields: ['postId', 'sampledAt'] }] },
  );
  await sequelize.sync();
  await post.bulkCreate(Array.from({ length: 100 }, (_, index) => ({ id: index + 1 })));
  return { model, close: () => sequelize.close() };
}

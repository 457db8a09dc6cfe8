import type { Accounts } from '#sandbox/accounts/accounts.ts';
import type { TlObject } from '#sandbox/tl/tl-object.ts';
import type { TestClock } from '#sandbox/world/a-world.ts';
import { collector, people } from '#sandbox/world/people.ts';
import type { World, WorldUser } from '#sandbox/world/world.ts';
import { isGuest, type Role } from './row.ts';

/** The parts of a running sandbox that rows look at. */
export interface Setting {
  world: World;
  clock: TestClock;
  /** Codes, passwords and tokens as the server knows them. */
  accounts: Accounts;
  bot: WorldUser;
  botToken: string;
  apiId: number;
  apiHash: string;
  /** The data centres in the order they are announced, the home one first. */
  dcs: readonly { id: number; ip: string; port: number }[];
  homeDcId: number;
  statsDcId: number;
}

/** The world as one caller meets it; peers carry that caller's access hashes. */
export interface Scene extends Setting {
  /** '' for somebody who is not logged in. */
  callerId: string;
  /** The data centre that is asked. */
  dcId: number;
  hash(peerId: string): bigint;
  channel(channelId: string): TlObject;
  peer(channelId: string): TlObject;
  user(userId: string): TlObject;
  userPeer(userId: string): TlObject;
}

export function userIdOf(role: Role, setting: Setting): string | null {
  if (role === 'nobody' || isGuest(role)) return null;
  if (role === 'bot') return setting.bot.id;
  return role === 'collector' ? collector.id : people[role].id;
}

/** `hashesOf` lends the peers the hashes of another caller. */
export function createScene(setting: Setting, role: Role, dcId?: number, hashesOf: Role = role): Scene {
  const owner = userIdOf(hashesOf, setting) ?? collector.id;
  const hash = (peerId: string): bigint => setting.world.accessHash(owner, peerId);
  const channel = (channelId: string) => ({ channel_id: BigInt(channelId), access_hash: hash(channelId) });
  const user = (userId: string) => ({ user_id: BigInt(userId), access_hash: hash(userId) });
  return {
    ...setting,
    callerId: userIdOf(role, setting) ?? '',
    dcId: dcId ?? setting.homeDcId,
    hash,
    channel: (channelId) => ({ _: 'inputChannel', ...channel(channelId) }),
    peer: (channelId) => ({ _: 'inputPeerChannel', ...channel(channelId) }),
    user: (userId) => ({ _: 'inputUser', ...user(userId) }),
    userPeer: (userId) => ({ _: 'inputPeerUser', ...user(userId) }),
  };
}

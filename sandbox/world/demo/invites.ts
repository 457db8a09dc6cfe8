import { createHmac } from 'node:crypto';
import { daySeconds } from '../story-clock.ts';
import type { WorldInvite } from '../world.ts';
import type { DemoProfile } from './profile.ts';

export interface InvitePlan {
  profile: DemoProfile;
  seed: number;
  createdAt: number;
  creatorId: string | null;
}

/**
 * The invite links of a channel whose creator is one of the people: its permanent one and one for advertising, which
 * the crowd uses in turn, then one for a single person, one that has expired and one that was revoked.
 */
export function planInvites({ profile, seed, createdAt, creatorId }: InvitePlan): WorldInvite[] {
  if (creatorId === null) return [];
  const shared = { channelId: profile.id, creatorId, usageLimit: null, expireAt: null, isRevoked: false };
  const later = createdAt + 2 * daySeconds;
  const plans: Omit<WorldInvite, 'hash'>[] = [
    { ...shared, title: null, date: createdAt, isPermanent: true },
    { ...shared, title: 'Реклама у соседей', date: later, isPermanent: false },
    { ...shared, title: 'Для одного', date: later, isPermanent: false, usageLimit: 1 },
    { ...shared, title: 'На неделю', date: later, isPermanent: false, expireAt: later + 7 * daySeconds },
    { ...shared, title: 'Старая', date: createdAt, isPermanent: false, isRevoked: true },
  ];
  return plans.map((plan, index) => ({ ...plan, hash: hashOf(`${seed}:${profile.id}:${index}`) }));
}

/** Which link the crowd's `index`th member came by. */
export function inviteOfJoin(invites: readonly WorldInvite[], index: number): WorldInvite | null {
  return invites[index % 2] ?? null;
}

/** Sixteen characters, as Telegram's are. */
function hashOf(text: string): string {
  return createHmac('sha256', 'invite').update(text).digest('base64url').slice(0, 16);
}

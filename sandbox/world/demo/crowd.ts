import type { WorldUser } from '../world.ts';

/**
 * The people of the crowds. There are tens of thousands of them and nobody ever meets most, so none is stored: who
 * somebody is follows from their id, which says in which channel's crowd they are and as which member.
 */
const firstId = 6_000_000_000;
const idsPerChannel = 10_000_000;
/** Bought members have numbers of their own, so that nobody else's number depends on a purchase. */
const firstBought = 5_000_000;

const firstNames = ['Андрей', 'Мария', 'Oleg', 'Катя', 'Daniel', 'Нина', 'Игорь', 'Sofia', 'Руслан', 'Лена'];
const lastNames = [
  'Орлов',
  'Белых',
  'Novak',
  'Черных',
  'Stone',
  'Коваль',
  'Седых',
  'Marsh',
  'Долгих',
  'Кузь',
];

export function crowdUserId(channelId: string, ordinal: number, isBought: boolean): string {
  const channel = Number(BigInt(channelId) % 1000n);
  return (firstId + channel * idsPerChannel + ordinal + (isBought ? firstBought : 0)).toString();
}

/** Who a crowd's id is; null for any other id. */
export function crowdUser(id: string): WorldUser | null {
  if (!/^\d{10,11}$/.test(id)) return null;
  const place = Number(id) - firstId;
  if (place < 0 || place >= 1000 * idsPerChannel) return null;
  const ordinal = place % idsPerChannel;
  const isBought = ordinal >= firstBought;
  return {
    id,
    firstName: firstNames[ordinal % firstNames.length] ?? 'Somebody',
    // Accounts made for sale carry little more than a first name.
    lastName: isBought ? null : (lastNames[Math.floor(ordinal / 10) % lastNames.length] ?? null),
    username: null,
    languageCode: ordinal % 4 === 0 ? 'en' : 'ru',
    isBot: false,
    isPremium: !isBought && ordinal % 17 === 0,
    phone: null,
  };
}

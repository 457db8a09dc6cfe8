import type { WorldUser } from './world.ts';

/** The four people somebody can be on the sandbox's page. */
export type PersonRole = 'owner' | 'editor' | 'viewer' | 'stranger';

/** Each role's user; the same in every world. */
export const people: Readonly<Record<PersonRole, WorldUser>> = {
  owner: person('710000001', 'Ольга', 'Миронова', 'olga_mironova', 'ru', '79990000001', true),
  editor: person('710000002', 'Edward', 'Hale', 'edward_hale', 'en', '79990000002', false),
  viewer: person('710000003', 'Вера', 'Соколова', null, 'ru', '79990000003', false),
  stranger: person('710000004', 'Sam', null, 'sam_from_nowhere', 'en', '79990000004', false),
};

/** Which of the four people this is; null: somebody else. */
export function roleOf(userId: string): PersonRole | null {
  const roles = Object.keys(people) as PersonRole[];
  return roles.find((role) => people[role].id === userId) ?? null;
}

/** The account whose session is handed to the product: a reader of public channels, administrator of none. */
export const collector: WorldUser = person(
  '710000009',
  'Collector',
  null,
  'pulse_collector',
  'en',
  '79990000009',
  false,
);

function person(
  id: string,
  firstName: string,
  lastName: string | null,
  username: string | null,
  languageCode: string,
  phone: string,
  isPremium: boolean,
): WorldUser {
  return { id, firstName, lastName, username, languageCode, isBot: false, isPremium, phone };
}

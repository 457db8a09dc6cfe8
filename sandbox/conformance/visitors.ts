import type { WorldUser } from '#sandbox/world/world.ts';

/**
 * People who only ever log in: nobody else's rows depend on them. One of them has a two-step password, one lives in
 * another data centre, one account is frozen.
 */
export const visitors = {
  plain: visitor('710000051', 'Vasya', '79990000051'),
  locked: visitor('710000052', 'Lena', '79990000052'),
  moved: visitor('710000053', 'Misha', '79990000053'),
  frozen: visitor('710000054', 'Frida', '79990000054'),
} as const satisfies Record<string, WorldUser>;

export const lockedPassword = { password: 'пароль 5 звёзд', hint: 'the usual one' } as const;

function visitor(id: string, firstName: string, phone: string): WorldUser {
  const rest = { lastName: null, username: null, languageCode: 'en', isBot: false, isPremium: false };
  return { id, firstName, phone, ...rest };
}

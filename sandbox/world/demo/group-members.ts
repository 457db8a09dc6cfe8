import type { WorldUser } from '../world.ts';

const names: readonly (readonly [firstName: string, lastName: string | null, username: string | null])[] = [
  ['Максим', 'Петров', 'max_petrov_77'],
  ['Ирина', null, null],
  ['Lena', 'Brandt', 'lena_brandt'],
  ['Тимур', 'Алиев', null],
  ['Соня', null, 'sonya_reads'],
  ['Gregory', 'Pine', null],
  ['Анна', 'Кошкина', null],
  ['Павел', null, 'pavel_na_dache'],
];

/** People who talk in the generated discussion group. */
export const groupMembers: readonly WorldUser[] = names.map(([firstName, lastName, username], index) => ({
  id: (720_000_001 + index).toString(),
  firstName,
  lastName,
  username,
  languageCode: index % 3 === 2 ? 'en' : 'ru',
  isBot: false,
  isPremium: index === 2,
  phone: `7999000010${index}`,
}));

/** A bot that is nobody's: a name that leads to something that is no channel. */
export const sampleBot: WorldUser = {
  id: '730000001',
  firstName: 'Weather',
  lastName: null,
  username: 'weather_sample_bot',
  languageCode: 'en',
  isBot: true,
  isPremium: false,
  phone: null,
};

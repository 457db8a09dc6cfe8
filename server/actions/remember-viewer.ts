import type { Database } from '#server/db/database.ts';

/** Who somebody is, as Telegram says it with a message or with init data. */
export interface SeenViewer {
  /** Telegram user id, decimal text. */
  viewerId: string;
  firstName: string;
  /** IETF tag of their Telegram, if it tells. */
  languageCode: string | null;
  now: Date;
}

/** Writes down a viewer, or what changed about them. Returns the language that the product speaks with them. */
export async function rememberViewer(
  database: Pick<Database, 'models'>,
  seen: SeenViewer,
): Promise<{ language: 'en' | 'ru' }> {
  const language = toLanguage(seen.languageCode);
  const { viewerId, firstName, now } = seen;
  await database.models.viewers.upsert(
    { viewerId, firstName, language, createdAt: now, seenAt: now },
    // What is written again for somebody known already: the day of the first visit stays.
    { fields: ['firstName', 'language', 'seenAt'], returning: false },
  );
  return { language };
}

/** Russian for those whose Telegram speaks it, English for everybody else. */
function toLanguage(languageCode: string | null): 'en' | 'ru' {
  return languageCode?.toLowerCase().split(/[-_]/)[0] === 'ru' ? 'ru' : 'en';
}

import type { People } from '#sandbox/bot-api/people.ts';
import { PersonError } from '#sandbox/bot-api/person-error.ts';
import type { WorldChannel } from '#sandbox/world/world.ts';

/** The id of a person who may appoint administrators of a channel. Throws `PersonError` `not-allowed` for others. */
export function appointingPerson(people: People, personId: string, channel: WorldChannel): string {
  const { id, firstName } = people.person(personId);
  if (!channel.adminIds.has(id)) {
    throw new PersonError('not-allowed', `${firstName} is no administrator of ${channel.title}.`);
  }
  return id;
}

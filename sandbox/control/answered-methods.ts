import { botApiMethods } from '#sandbox/bot-api/methods/registry.ts';
import { createMethods } from '#sandbox/methods/registry.ts';

/** A method of MTProto that is answered; `for`: before a login, by everybody, or by people only. */
export interface AnsweredMethod {
  name: string;
  for: 'anyone' | 'everyone' | 'people';
}

/** Everything clients may call here, by name: read from the tables that answer, so that it is never out of date. */
export function answeredMethods(): { mtproto: AnsweredMethod[]; botApi: string[] } {
  const mtproto = [...createMethods()].map(([name, method]) => ({ name, for: method.for }));
  return {
    mtproto: mtproto.sort((left, right) => left.name.localeCompare(right.name, 'en')),
    botApi: [...botApiMethods.values()]
      .map(({ name }) => name)
      .sort((left, right) => left.localeCompare(right, 'en')),
  };
}

import { Api } from 'telegram';
import type { KeptSession } from './keep-session.ts';
import { MtprotoError } from './mtproto-failure.ts';

/** Who an account is. */
export interface Self {
  /** Telegram user id, decimal text. */
  userId: string;
  isBot: boolean;
}

/** Asks who this session belongs to. */
export async function fetchSelf(session: KeptSession): Promise<Self> {
  const request = new Api.users.GetUsers({ id: [new Api.InputUserSelf()] });
  const [user] = await session.call(request);
  if (user?.className !== 'User') {
    throw new MtprotoError(request.className, { kind: 'unknown', code: 'no-self' });
  }
  return { userId: user.id.toString(), isBot: user.bot === true };
}

/** The cheapest call that needs an authorized session: whether Telegram still takes it. */
export async function fetchState(session: KeptSession): Promise<void> {
  await session.call(new Api.updates.GetState());
}

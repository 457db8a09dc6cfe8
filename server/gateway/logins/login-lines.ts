import {
  type DcAddress,
  type LoginClient,
  type LoginClientSettings,
  openClientWithKey,
  openFreshClient,
} from '../telegram/login-client.ts';
import { MtprotoError } from '../telegram/mtproto-failure.ts';
import type { SessionKey } from '../telegram/session-string.ts';

/** The connections of one step. Whatever a step opened is closed with it. */
export interface LoginLines {
  /** Connects with a new key; null: where every login begins. */
  fresh(dc: DcAddress | null): Promise<LoginClient>;
  /** Connects with a key that was kept, once: the second time it is the same connection. */
  again(key: SessionKey): Promise<LoginClient>;
  closeAll(): Promise<void>;
}

/** Creates the connections of one step. After `closeAll` nothing is opened any more, and what was being opened is closed. */
export function createLoginLines(settings: LoginClientSettings, firstDc: DcAddress): LoginLines {
  const opening = new Map<string, Promise<LoginClient>>();
  const open = new Set<LoginClient>();
  let isClosed = false;

  async function keep(connecting: Promise<LoginClient>): Promise<LoginClient> {
    const client = await connecting;
    if (isClosed) {
      await client.destroy();
      throw new MtprotoError('connect', { kind: 'network', code: 'stopped' });
    }
    open.add(client);
    opening.set(nameOf(client.key), Promise.resolve(client));
    return client;
  }

  return {
    fresh: (dc) => keep(openFreshClient(settings, dc ?? firstDc)),
    again(key) {
      const known = opening.get(nameOf(key));
      if (known !== undefined) return known;
      const connecting = keep(openClientWithKey(settings, key));
      opening.set(nameOf(key), connecting);
      connecting.catch(() => opening.delete(nameOf(key)));
      return connecting;
    },
    async closeAll() {
      isClosed = true;
      for (const client of open) await client.destroy();
    },
  };
}

/** A key in memory, to be found again; it is shown nowhere. */
function nameOf({ authKey }: SessionKey): string {
  return authKey.toString('base64');
}

import { Api } from 'telegram';
import { type DcAddress, type LoginClientSettings, openFreshClient } from './login-client.ts';
import { MtprotoError } from './mtproto-failure.ts';
import type { SessionKey } from './session-string.ts';

/** A bot is sent to the data centre it lives in at most once; another wish is a fault. */
const mostMoves = 2;

/**
 * Logs a bot in with its token over MTProto and returns the key it is logged in with; the connection is closed by then.
 * Throws {@link MtprotoError}; the token is in no error.
 */
export async function logInBot(
  settings: LoginClientSettings,
  dc: DcAddress,
  botToken: string,
): Promise<SessionKey> {
  let place = dc;
  for (let move = 0; ; move += 1) {
    const client = await openFreshClient(settings, place);
    try {
      const { apiId, apiHash } = client.application;
      await client.invoke(
        new Api.auth.ImportBotAuthorization({ flags: 0, apiId, apiHash, botAuthToken: botToken }),
      );
      return client.key;
    } catch (error) {
      const wish =
        error instanceof MtprotoError && error.failure.kind === 'migrate' ? error.failure.dc : null;
      if (wish === null || move + 1 >= mostMoves) throw error;
      place = await client.findDc(wish);
    } finally {
      await client.destroy();
    }
  }
}

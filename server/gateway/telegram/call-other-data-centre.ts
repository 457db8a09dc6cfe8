import { Api } from 'telegram';
import { classifyError } from './classify-error.ts';
import type { Client } from './connect-client.ts';
import { MtprotoError } from './mtproto-failure.ts';

/**
 * Makes a call on another data centre, and once more where that one says who keeps the statistics. Keys for other data
 * centres come and go by themselves, so a refusal of one is no word about the session: home is asked, and only what home
 * says ends it.
 */
export async function callOtherDataCentre<R extends Api.AnyRequest>(
  client: Client,
  dcId: number,
  request: R,
  deadlines: { homeMs: number; awayMs: number },
): Promise<R['__response']> {
  const attempt = (dc: number): Promise<R['__response']> => client.invokeOn(dc, request, deadlines.awayMs);
  try {
    return await attempt(dcId).catch((error: unknown) => {
      const failure = classifyError(error);
      const isMoved = failure.kind === 'migrate' && failure.code === 'STATS_MIGRATE';
      if (isMoved && failure.dc !== dcId) return attempt(failure.dc);
      throw error;
    });
  } catch (error) {
    throw await confirm(client, error, request.className, deadlines.homeMs);
  }
}

/** What a failure there means: where it speaks of the session, home's answer decides. */
async function confirm(client: Client, error: unknown, method: string, homeMs: number): Promise<unknown> {
  const { kind, code } = classifyError(error);
  if (kind !== 'session-dead' && kind !== 'session-duplicated') return error;
  try {
    await client.invoke(new Api.updates.GetState(), homeMs);
  } catch (atHome) {
    return atHome;
  }
  return new MtprotoError(method, { kind: 'server-trouble', code });
}

import { request } from 'undici';
import { z } from 'zod';

/** A live gateway answers this in milliseconds; a paused one never does. */
const deadlineMs = 1_000;

/** `POST /internal/leases`: whether sockets of leases may be open that were taken under this name. */
export const leaseQuestionSchema = z.strictObject({ owner: z.string().max(128) });
/** null: another gateway answers at this address, which knows nothing of that name. */
const leaseAnswerSchema = z.object({ has_sockets: z.boolean().nullable() });

/** Creates the question a gateway puts to a silent one; null: it gives no answer. */
export function createSocketQuestion(
  token: string,
): (address: string, owner: string) => Promise<boolean | null> {
  return async (address, owner) => {
    try {
      const response = await request(`${address}/internal/leases`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: JSON.stringify({ owner }),
        signal: AbortSignal.timeout(deadlineMs),
      });
      const answer = leaseAnswerSchema.safeParse(await response.body.json());
      return answer.success ? answer.data.has_sockets : null;
    } catch {
      // Refused, reset, late or not JSON: whoever is there is not that gateway at work.
      return null;
    }
  };
}

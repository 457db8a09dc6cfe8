import type { DataCentre } from './data-centre.ts';
import { openRaw, type RawClient } from './raw-client.test-client.ts';
import { closeAfterTest } from './start-data-centre.test-client.ts';

/** A raw client that ends with the test. */
export async function connectRaw(
  dataCentre: DataCentre,
  authKey: Buffer,
  sessionId?: bigint,
): Promise<RawClient> {
  const client = await openRaw(dataCentre, authKey, sessionId);
  closeAfterTest(() => client.socket.destroy());
  return client;
}

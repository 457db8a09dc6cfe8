import { expect, it } from 'vitest';
import { createAuthorizedKey } from './authorized-key.ts';
import type { Overlap } from './overlaps.ts';
import { openRaw, type RawClient } from './raw-client.test-client.ts';
import { closeAfterTest, startDataCentre } from './start-data-centre.test-client.ts';

/** A connection whose key the server knows by its answer. */
async function speak(open: () => Promise<RawClient>): Promise<RawClient> {
  const client = await open();
  closeAfterTest(() => client.socket.destroy());
  client.request({ _: 'ping', ping_id: 1n });
  await client.next('bad_server_salt');
  return client;
}

it('counts a key that two connections use at once, and no client that closes one before it opens the next', async () => {
  const overlaps: Overlap[] = [];
  const dataCentre = await startDataCentre({ onOverlap: (overlap) => overlaps.push(overlap) });
  const userId = '5000000001';
  const [key, other] = [1, 2].map(() => createAuthorizedKey(dataCentre.keyStore, userId)) as [Buffer, Buffer];

  let current = await speak(() => openRaw(dataCentre, key));
  await speak(() => openRaw(dataCentre, other));
  for (let turn = 0; turn < 30; turn += 1) {
    current.socket.destroy();
    current = await speak(() => openRaw(dataCentre, key));
  }
  expect(overlaps).toEqual([]);

  await speak(() => openRaw(dataCentre, key));
  await expect.poll(() => overlaps).toMatchObject([{ dcId: 2, userId, at: expect.any(Number) }]);
  current.socket.destroy();
  await expect.poll(() => dataCentre.openConnections()).toHaveLength(2);
  // The third while only the second is left of this key.
  await speak(() => openRaw(dataCentre, key));
  await expect.poll(() => overlaps).toHaveLength(2);
  expect(new Set(overlaps.map(({ authKeyId }) => authKeyId)).size).toBe(1);
});

import { afterEach, expect } from 'vitest';
import { createRsaKey, type RsaKey } from '#sandbox/crypto/rsa-key.ts';
import { answerForTests } from './answers.test-client.ts';
import { createDataCentre, type DataCentre, type DataCentreOptions } from './data-centre.ts';
import { openKeyStore } from './key-store.ts';

/** One for all tests of a file: making a key takes a while. */
export const rsaKey: RsaKey = createRsaKey();

const closers: (() => Promise<unknown> | unknown)[] = [];

afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

/** Runs after the test, the latest first. */
export function closeAfterTest(close: () => Promise<unknown> | unknown): void {
  closers.push(close);
}

/** A data centre on a free port that ends with the test, which fails if anything failed inside. */
export async function startDataCentre(options: Partial<DataCentreOptions> = {}): Promise<DataCentre> {
  const failures: unknown[] = [];
  const dcs: [number, string, number][] = [
    [2, '127.0.1.2', 443],
    [4, '127.0.1.4', 443],
  ];
  const dataCentre = await createDataCentre({
    id: 2,
    host: '127.0.0.1',
    port: 0,
    announcedIp: '127.0.1.2',
    rsaKey,
    keyStore: openKeyStore(null),
    handler: (call) => answerForTests(call, dcs),
    onFailure: (failure) => failures.push(failure),
    ...options,
  });
  closeAfterTest(async () => {
    await dataCentre.close();
    expect(failures).toEqual([]);
  });
  return dataCentre;
}

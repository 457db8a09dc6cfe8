import { createRsaKey } from '#sandbox/crypto/rsa-key.ts';
import { createMethodHandler } from '#sandbox/methods/registry.ts';
import { createDataCentre } from '#sandbox/mtproto/data-centre.ts';
import { fuzzFrames } from '#sandbox/mtproto/fuzz-frames.test-client.ts';
import { openKeyStore } from '#sandbox/mtproto/key-store.ts';
import { createWorld } from '#sandbox/world/create-world.ts';
import { atMost, type Figure, shown } from '../figure.ts';

const frames = 100_000;
const seed = 1;

/** Sends bad frames of every kind to a data centre of all methods: nothing may fail inside, no good session may suffer. */
export async function benchFuzz(say: (sentence: string) => void): Promise<Figure[]> {
  const world = await createWorld({ sources: [{ kind: 'demo' }], seed, epoch: Date.now() / 1_000 });
  const failures: unknown[] = [];
  const dataCentre = await createDataCentre({
    id: 2,
    host: '127.0.0.1',
    port: 0,
    announcedIp: '127.0.1.2',
    rsaKey: createRsaKey(),
    keyStore: openKeyStore(null),
    onFailure: (failure) => failures.push(failure),
    handler: createMethodHandler({
      world,
      dcs: [{ id: 2, ip: '127.0.1.2', port: 443 }],
      apiId: 1,
      apiHash: 'hash',
      botOfToken: () => null,
    }),
  });
  try {
    const begun = performance.now();
    const outcome = await fuzzFrames(dataCentre, frames, seed);
    const seconds = (performance.now() - begun) / 1_000;
    for (const [ending, count] of Object.entries(outcome.endings)) say(`bad connections: ${ending} ${count}`);
    for (const failure of failures.slice(0, 5)) say(`failed inside: ${String(failure)}`);
    return [
      shown('sandbox.fuzz.frames', outcome.frames, 'frames'),
      shown('sandbox.fuzz.seconds', seconds, 's'),
      shown('sandbox.fuzz.goodCalls', outcome.calls, 'calls'),
      atMost('sandbox.fuzz.lostSessions', outcome.reconnects, 'sessions', 0),
      atMost('sandbox.fuzz.internalErrors', failures.length, 'errors', 0),
    ];
  } finally {
    await dataCentre.close();
    world.close();
  }
}

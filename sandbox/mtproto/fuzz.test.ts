import { Api } from 'telegram';
import { expect, it } from 'vitest';
import { answerForTests } from './answers.test-client.ts';
import type { DataCentre } from './data-centre.ts';
import { fuzzFrames } from './fuzz-frames.test-client.ts';
import { createGramjs } from './gramjs.test-client.ts';
import { closeAfterTest, rsaKey, startDataCentre } from './start-data-centre.test-client.ts';

/** A witness that is connected all the time: whatever the others send, its calls are answered. */
async function aWitness(dataCentre: DataCentre): Promise<() => Promise<void>> {
  const client = createGramjs({ dataCentres: [dataCentre], rsaKey });
  closeAfterTest(() => client.destroy());
  await client.connect();
  return async () => {
    const state = await client.invoke(new Api.updates.GetState());
    expect(state.pts).toBe(1);
  };
}

it('ends or answers bad frames of every kind as Telegram does, and nothing else suffers', async () => {
  const asked: unknown[] = [];
  const dataCentre = await startDataCentre({
    handler: async (call) => {
      if (call.request._ === 'contacts.resolveUsername') asked.push(call.request.username);
      return answerForTests(call, []);
    },
  });
  const witness = await aWitness(dataCentre);
  const outcome = await fuzzFrames(dataCentre, 100_000, 1);
  await witness();
  const { endings, sessionFrames } = outcome;
  expect(sessionFrames).toBeGreaterThan(90_000);
  expect(outcome.reconnects).toBe(0);
  // The first request of a handshake holds nothing that could be wrong, so by chance one is answered.
  const { 'handshake answered': answered = 0, 'handshake refused': refused = 0, ...others } = endings;
  expect(answered + refused).toBeLessThan(20);
  expect(Object.keys(others).toSorted()).toEqual([
    'damaged closed',
    'garbage closed',
    'garbage refused',
    'handshake closed',
    'oversized closed',
    'truncated closed',
    'unknown key refused',
  ]);
  // No call was carried out whose id is bad, although the container around it is good.
  expect(outcome.mixed).toBeGreaterThan(1_000);
  expect(asked.filter((name) => String(name).startsWith('refused_'))).toEqual([]);
  // Every call was carried out, also those among bad frames, and none of the replayed ones twice.
  const wanted = Array.from({ length: outcome.calls }, (_, index) => `fuzz_${index}`);
  expect(asked.filter((name) => String(name).startsWith('fuzz_'))).toEqual(wanted);
  await expect.poll(() => dataCentre.openConnections().length).toBe(1);
}, 300_000);

it('sends the same frames for the same seed', async () => {
  const [first, second] = [await startDataCentre(), await startDataCentre()];
  const endings = async (dataCentre: DataCentre, seed: number): Promise<unknown> =>
    (await fuzzFrames(dataCentre, 2_000, seed)).endings;
  expect(await endings(first, 3)).toEqual(await endings(second, 3));
}, 60_000);

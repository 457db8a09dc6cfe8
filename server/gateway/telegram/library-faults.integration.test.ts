/** Faults of GramJS that are answered here, each met over the wire. */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Api } from 'telegram';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { createAuthorizedKey } from '#sandbox/mtproto/authorized-key.ts';
import { people } from '#sandbox/world/people.ts';
import { createAddressBook } from './address-book.ts';
import { type ClientSettings, openLibrary } from './connect-client.ts';
import { fetchState } from './fetch-self.ts';
import { type LiveTelegram, publicName, startLiveTelegram } from './live-telegram.test-client.ts';
import { MtprotoError } from './mtproto-failure.ts';
import { resolveUsername } from './resolve-username.ts';

let telegram: LiveTelegram;
let printed: unknown[];

beforeAll(async () => {
  telegram = await startLiveTelegram();
});
beforeEach(() => {
  printed = [];
  for (const way of ['log', 'error', 'warn', 'info', 'debug'] as const) {
    vi.spyOn(console, way).mockImplementation((...words) => void printed.push(words));
  }
});
afterEach(() => {
  telegram.sandbox.telegram.faults.clear();
  vi.restoreAllMocks();
  // The library writes what it could not read where it can; nothing of it may come out.
  expect(printed).toEqual([]);
});
afterAll(() => telegram.close());

function settingsOf(): ClientSettings & { authKey: Buffer } {
  const { dataCentre, dataCentres } = telegram.sandbox.telegram;
  const authKey = createAuthorizedKey(dataCentre.keyStore, people.viewer.id);
  const places = dataCentres.map(({ announcedIp, address }) => [announcedIp, address] as const);
  return {
    authKey,
    apiId: Number(telegram.sandbox.addresses.apiId),
    apiHash: telegram.sandbox.addresses.apiHash,
    session: { dcId: dataCentre.id, ip: dataCentre.announcedIp, authKey },
    addressBook: createAddressBook({ dc: null, dcMap: new Map(places) }),
    onClosed: () => undefined,
    onSymptom: () => undefined,
  };
}

describe('the library', () => {
  it('remembers nobody it has met, so that it does not grow and no old access hash is used', async () => {
    const { client, library } = await openLibrary(settingsOf());
    const names = ['gorod_vesti', 'ostrov_utra', 'island_morning'];
    for (const username of names) {
      await client.invoke(new Api.contacts.ResolveUsername({ username }), 10_000);
    }
    expect(Reflect.get(library.session, '_entities')).toEqual(new Set());
    expect(Reflect.get(library._entityCache, 'cacheMap')).toEqual(new Map());
    await client.destroy();
    expect(client.openSockets()).toBe(0);
  });

  it('does not build another connection after one that it gives up, nor after its end', async () => {
    const onClosed = vi.fn<() => void>();
    const { client, library } = await openLibrary({ ...settingsOf(), onClosed });
    const pending = client.invoke(new Api.updates.GetDifference({ pts: 1, date: 1, qts: 1 }), 10_000);
    // What it does when a ping is not answered.
    library._sender?.reconnect();
    await expect(pending).rejects.toThrow();
    await vi.waitFor(() => expect(onClosed).toHaveBeenCalledOnce());
    await client.destroy();
    // It would have waited one second.
    await delay(1_300);
    expect(client.openSockets()).toBe(0);
    expect(onClosed).toHaveBeenCalledOnce();
  });

  it('is told at once that the key is not known, with a reason of its own, instead of hanging', async () => {
    const { session, states, symptoms } = telegram.open();
    await fetchState(session);
    telegram.sandbox.telegram.faults.add({
      method: 'updates.getState',
      count: 1,
      effect: { kind: 'forgotten-key' },
    });
    const error = await fetchState(session).catch((reason: unknown) => reason);
    expect(error instanceof MtprotoError ? error.failure : error).toEqual({
      kind: 'network',
      code: 'transport-404',
    });
    expect(symptoms).toContain('bad-auth-key');
    expect(states.map(({ kind }) => kind)).not.toContain('dead');
  });

  it.each(['USER_MIGRATE_4', 'PHONE_MIGRATE_4', 'NETWORK_MIGRATE_4'])(
    'does not throw its key away and go on as nobody at %s',
    async (description) => {
      const { session } = telegram.open();
      await fetchState(session);
      const effect = { kind: 'error', code: 303, description } as const;
      telegram.sandbox.telegram.faults.add({ method: 'contacts.resolveUsername', count: 1, effect });
      const error = await resolveUsername(session, publicName).catch((reason: unknown) => reason);
      expect(error).toMatchObject({ failure: { kind: 'migrate', dc: 4 } });
      expect((await resolveUsername(session, publicName)).kind).toBe('channel');
      expect(session.openSockets()).toBe(1);
    },
  );

  it('does not sleep inside a call when it is told to wait', async () => {
    const { session } = telegram.open();
    await fetchState(session);
    const effect = { kind: 'flood-wait', seconds: 20 } as const;
    telegram.sandbox.telegram.faults.add({ method: 'updates.getState', count: 1, effect });
    const begun = performance.now();
    await expect(fetchState(session)).rejects.toMatchObject({ failure: { kind: 'flood-wait', seconds: 20 } });
    expect(performance.now() - begun).toBeLessThan(10_000);
  });
});

it('a process whose session is stopped ends by itself within five seconds', async () => {
  const { dataCentre, dataCentres, publicKeyFile } = telegram.sandbox.telegram;
  const { authKey, apiId, apiHash } = settingsOf();
  const given = {
    ...{ apiId, apiHash, ip: dataCentre.announcedIp, authKey: authKey.toString('hex') },
    publicKey: readFileSync(publicKeyFile, 'utf8'),
    places: dataCentres.map(({ announcedIp, address }) => [announcedIp, address]),
  };
  const program = join(import.meta.dirname, 'end-by-itself.test-client.ts');
  const child = spawn(process.execPath, ['--import', 'tsx', program, JSON.stringify(given)], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  let stoppedAt = Number.NaN;
  child.stdout.on('data', (chunk: Buffer) => {
    said += chunk.toString();
    if (said.includes('stopped')) stoppedAt = performance.now();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  const code = await new Promise((resolve) => child.once('exit', resolve));
  expect(said).toBe('sockets 2\nstopped\n');
  expect(code).toBe(0);
  expect(performance.now() - stoppedAt).toBeLessThan(5_000);
});

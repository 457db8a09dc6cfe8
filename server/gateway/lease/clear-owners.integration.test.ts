import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createLog } from '#server/log.ts';
import { type SeveralGateways, startSeveralGateways } from '../sessions/several-gateways.test-client.ts';
import type { Gateway } from '../start-gateway.ts';
import { createSocketQuestion } from './ask-for-sockets.ts';
import { clearOwners } from './clear-owners.ts';
import { nameOwner } from './process-owner.ts';

let several: SeveralGateways;
let gateway: Gateway;
let owner: string;

beforeAll(async () => {
  several = await startSeveralGateways();
  await several.addAccounts(1);
  gateway = await several.start();
  await vi.waitFor(() => expect(gateway.sessions?.sources()).toHaveLength(1), { timeout: 20_000 });
  const [row] = await several.database.query<{ owner: string }>(
    'SELECT lease_owner AS owner FROM accounts',
    [],
  );
  owner = row?.owner ?? '';
});

afterAll(() => several?.close());

describe('a gateway that is asked for its sockets', () => {
  it('says that it has some, knows nothing of other names, and gives no answer to strangers', async () => {
    const ask = createSocketQuestion(several.token);
    expect(await ask(gateway.url, owner)).toBe(true);
    expect(await ask(gateway.url, nameOwner())).toBeNull();
    expect(await createSocketQuestion('x'.repeat(40))(gateway.url, owner)).toBeNull();
    expect(await ask('http://127.0.0.1:1', owner)).toBeNull();
  });
});

describe('the owners whose leases may be taken', () => {
  const [host] = nameOwner().split(':');
  const silent = { held: 1, silentSeconds: 60, address: 'http://127.0.0.1:1' };

  function clear(
    gateways: Parameters<typeof clearOwners>[0]['gateways'],
    answer: boolean | null = null,
  ): ReturnType<typeof clearOwners> {
    return clearOwners({
      ...{ gateways, ownNames: ['own'], silenceSeconds: 12, log: createLog('test', 'silent') },
      asksForSockets: async () => answer,
    });
  }

  it('are those of ended processes of this host, however lately they lived', async () => {
    const dead = `${host}:4194303:1:aa`;
    expect(await clear([{ ...silent, owner: dead, silentSeconds: 0 }])).toEqual({ dead: [dead], silent: [] });
  });

  it('are those of other hosts once they were silent for long, and never before', async () => {
    const elsewhere = 'elsewhere:7:1:aa';
    expect(await clear([{ ...silent, owner: elsewhere }])).toEqual({ dead: [], silent: [elsewhere] });
    expect(await clear([{ ...silent, owner: elsewhere, silentSeconds: 11 }])).toEqual({
      dead: [],
      silent: [],
    });
  });

  it('are not those of a live process that has sockets, or is this very one and gives no answer', async () => {
    const alive = nameOwner();
    expect(await clear([{ ...silent, owner: alive }], true)).toEqual({ dead: [], silent: [] });
    expect(await clear([{ ...silent, owner: alive }], null)).toEqual({ dead: [], silent: [] });
    expect(await clear([{ ...silent, owner: alive }], false)).toEqual({ dead: [], silent: [alive] });
    expect(await clear([{ ...silent, owner: 'own' }], false)).toEqual({ dead: [], silent: [] });
  });
});

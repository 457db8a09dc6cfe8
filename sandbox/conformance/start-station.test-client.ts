import { randomBytes } from 'node:crypto';
import { openAccounts } from '#sandbox/accounts/accounts.ts';
import { createRsaKey } from '#sandbox/crypto/rsa-key.ts';
import { createFailureLog } from '#sandbox/failures.ts';
import { createFaults } from '#sandbox/faults/faults.ts';
import { createCallLog } from '#sandbox/methods/call-log.ts';
import { LoopbackTransport } from '#sandbox/methods/loopback-transport.test-client.ts';
import { createMethodHandler } from '#sandbox/methods/registry.ts';
import type { DataCentre } from '#sandbox/mtproto/data-centre.ts';
import { createGramjs } from '#sandbox/mtproto/gramjs.test-client.ts';
import { openKeyStore } from '#sandbox/mtproto/key-store.ts';
import { createMtcute } from '#sandbox/mtproto/mtcute.test-client.ts';
import type { RpcHandler } from '#sandbox/mtproto/rpc-call.ts';
import { toStringSession } from '#sandbox/mtproto/string-session.ts';
import { announcedDcs, homeDcId, startDataCentres, statsDcId } from '#sandbox/start-data-centres.ts';
import { createWire } from '#sandbox/wire.ts';
import { aClock, aWorld, testEpoch } from '#sandbox/world/a-world.ts';
import type { WorldUser } from '#sandbox/world/world.ts';
import type { Caller } from './caller.ts';
import { createGramjsCaller } from './gramjs-caller.test-client.ts';
import { createMtcuteCaller } from './mtcute-caller.test-client.ts';
import type { Mutate } from './mutants/mutant.ts';
import { isGuest, type Role } from './row.ts';
import type { Station } from './run-row.ts';
import { type Setting, userIdOf } from './scene.ts';
import { visitors } from './visitors.ts';

export type ClientName = 'GramJS' | 'mtcute';
export const clientNames: readonly ClientName[] = ['GramJS', 'mtcute'];

/** A sandbox of one client that can be made to lie. */
export interface TestStation extends Station {
  /** From now on `mutate` stands between the handler and the wire; null: nothing does. */
  setMutant(mutate: Mutate | null): void;
  /** Methods that were asked for and do not exist. */
  unknownMethods(): string[];
  /** What broke inside the data centres; must stay empty. */
  failures: unknown[];
  close(): Promise<void>;
}

const api = { apiId: 4242, apiHash: '0123456789abcdef0123456789abcdef' } as const;
/** Logins of a session that is older than a day may end others. */
const longAgo = testEpoch - 30 * 86_400;
const bot: WorldUser = {
  id: '730000001',
  firstName: 'Conformance',
  lastName: null,
  username: 'conformance_bot',
  languageCode: 'en',
  isBot: true,
  isPremium: false,
  phone: null,
};

/** Starts the demo world at a standing clock with its data centres, to be asked by one kind of client. */
export async function startStation(clientName: ClientName): Promise<TestStation> {
  const clock = aClock();
  const world = await aWorld({ now: clock.now });
  for (const user of [bot, ...Object.values(visitors)]) world.addUser(user);
  const rsaKey = createRsaKey();
  const botToken = `${bot.id}:${randomBytes(24).toString('base64url')}`;
  const callLog = createCallLog();
  const failures: unknown[] = [];
  const keyStores = new Map(announcedDcs.map(({ id }) => [id, openKeyStore(null)]));
  const faults = createFaults();
  const accounts = openAccounts({ file: null, now: clock.now, homeDcId });
  const dataCentres: DataCentre[] = [];
  const handler = createMethodHandler({
    world,
    dcs: announcedDcs,
    ...api,
    keyStores: [...keyStores.values()],
    accounts,
    wire: createWire(dataCentres),
    faults,
    botOfToken: (token) => (token === botToken ? bot.id : null),
    callLog,
  });
  let mutate: Mutate | null = null;
  const setting: Setting = {
    world,
    clock,
    bot,
    botToken,
    ...api,
    accounts,
    dcs: announcedDcs,
    homeDcId,
    statsDcId,
  };
  const answer: RpcHandler = (call) => (mutate === null ? handler(call) : mutate(call, handler, setting));

  const started = await startDataCentres({
    host: '127.0.0.1',
    rsaKey,
    keyStores,
    handler: answer,
    failures: createFailureLog(() => {}),
    faults,
    portOf: () => 0,
  });
  dataCentres.push(...started);

  async function connect(role: Role, dcId: number): Promise<Caller> {
    const dataCentre = findDataCentre(dcId);
    return open(dataCentre, createKey(dataCentre, userIdOf(role, setting), longAgo).authKey);
  }

  /** Leaves nothing behind: its key ends with it. */
  async function connectGuest(role: Role, dcId: number): Promise<Caller> {
    const dataCentre = findDataCentre(dcId);
    const { authKey, authKeyId } = createKey(dataCentre, userIdOf(role, setting), clock.now());
    const caller = await open(dataCentre, authKey);
    return {
      ...caller,
      async close() {
        await caller.close();
        dataCentre.dropKey(authKeyId);
      },
    };
  }

  function findDataCentre(dcId: number): DataCentre {
    const dataCentre = dataCentres.find(({ id }) => id === dcId);
    if (dataCentre === undefined) throw new RangeError(`there is no data centre ${dcId}`);
    return dataCentre;
  }

  async function open(dataCentre: DataCentre, authKey: Buffer): Promise<Caller> {
    if (clientName === 'mtcute') return connectMtcute(dataCentre, authKey);
    const { id, announcedIp } = dataCentre;
    const session = toStringSession({ dcId: id, ip: announcedIp, port: 443, authKey });
    const client = createGramjs({ dataCentres: [dataCentre], rsaKey, session });
    await client.connect();
    return createGramjsCaller(client);
  }

  async function connectMtcute(dataCentre: DataCentre, authKey: Buffer): Promise<Caller> {
    const client = await createMtcute({ dataCentre, rsaKey, transport: new LoopbackTransport() });
    // Without its own addresses a session brings those of Telegram's production servers.
    const { host: ipAddress, port } = dataCentre.address;
    const dc = { id: dataCentre.id, ipAddress, port };
    await client.importSession({ authKey, primaryDcs: { main: dc, media: dc } });
    await client.connect();
    return createMtcuteCaller(client);
  }

  const callers = new Map<string, Promise<Caller>>();
  return {
    setting,
    failures,
    caller(role, dcId) {
      if (isGuest(role)) return connectGuest(role, dcId);
      const key = `${role}@${dcId}`;
      const known = callers.get(key) ?? connect(role, dcId);
      callers.set(key, known);
      return known;
    },
    setMutant(next) {
      mutate = next;
    },
    unknownMethods: () => callLog.unknownMethods(),
    async close() {
      for (const caller of callers.values()) await (await caller).close();
      for (const dataCentre of dataCentres) await dataCentre.close();
      world.close();
    },
  };
}

/** A key as after a handshake, logged in or not. */
function createKey({ keyStore }: DataCentre, userId: string | null, createdAt: number) {
  const authKey = randomBytes(256);
  // Clients that keep keys as numbers would lose a leading zero.
  authKey[0] = (authKey[0] ?? 0) | 0x80;
  const key = keyStore.add(authKey, randomBytes(8).readBigInt64LE(), { createdAt });
  key.authorization.userId = userId;
  keyStore.save(key);
  return { authKey, authKeyId: key.authKeyId };
}

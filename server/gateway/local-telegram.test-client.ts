import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRsaKey } from '#sandbox/crypto/rsa-key.ts';
import { faultDataCentre } from '#sandbox/faults/fault-data-centre.ts';
import { createFaults, type Faults } from '#sandbox/faults/faults.ts';
import { type CallLog, createCallLog } from '#sandbox/methods/call-log.ts';
import { createMethodHandler } from '#sandbox/methods/registry.ts';
import { createAuthorizedKey } from '#sandbox/mtproto/authorized-key.ts';
import { createDataCentre, type DataCentre } from '#sandbox/mtproto/data-centre.ts';
import { openKeyStore } from '#sandbox/mtproto/key-store.ts';
import type { Overlap } from '#sandbox/mtproto/overlaps.ts';
import { toStringSession } from '#sandbox/mtproto/string-session.ts';
import { createWorld } from '#sandbox/world/create-world.ts';
import { collector } from '#sandbox/world/people.ts';
import type { World } from '#sandbox/world/world.ts';
import type { WorldSource } from '#sandbox/world/world-source.ts';
import type { MtprotoEnvironment } from '#server/env.ts';
import type { SessionKey } from './telegram/session-string.ts';

/** The MTProto side of the local Telegram inside the test's own process, with its inside in reach. */
export interface LocalTelegram {
  /** What the gateway's environment would hold to reach it. */
  mtproto: MtprotoEnvironment;
  world: World;
  dataCentre: DataCentre;
  faults: Faults;
  callLog: CallLog;
  /** Every time two connections of one key were open at once. */
  overlaps: readonly Overlap[];
  botToken: string;
  /** Somebody nobody has met, and a session of theirs. */
  addAccount(telegramUserId: string): SessionKey;
  close(): Promise<void>;
}

/** Monday 16 November 2026: world time stands still here, so that counters are the same whenever they are read. */
const epoch = 1_794_787_200;

/** Starts a data centre over a world that stands still. */
export async function startLocalTelegram(sources: readonly WorldSource[]): Promise<LocalTelegram> {
  const world = await createWorld({ sources, seed: 7, epoch, now: () => epoch, tickMs: 0, rebase: 'none' });
  const directory = mkdtempSync(join(tmpdir(), 'local-telegram-'));
  const rsaKey = createRsaKey();
  const publicKeyFile = join(directory, 'key.pem');
  writeFileSync(publicKeyFile, rsaKey.publicPem);
  const keyStore = openKeyStore(null);
  const faults = createFaults();
  const callLog = createCallLog(100_000);
  const dcs: { id: number; ip: string; port: number }[] = [];
  const apiId = 94_575;
  const apiHash = '0123456789abcdef'.repeat(2);
  const overlaps: Overlap[] = [];
  const bot = {
    ...collector,
    id: '7100009999',
    firstName: 'Bot',
    username: 'pulse_bot',
    isBot: true,
    phone: null,
  };
  world.addUser(bot);
  const botToken = `${bot.id}:${randomBytes(16).toString('hex')}`;
  const dataCentre = await createDataCentre({
    id: 2,
    host: '127.0.0.1',
    port: 0,
    announcedIp: '127.0.1.2',
    rsaKey,
    keyStore,
    ...faultDataCentre(faults, 2),
    onOverlap: (overlap) => void overlaps.push(overlap),
    handler: createMethodHandler({
      ...{ world, dcs, apiId, apiHash, callLog, faults, keyStores: [keyStore] },
      botOfToken: (token) => (token === botToken ? bot.id : null),
    }),
  });
  const { announcedIp: ip, address } = dataCentre;
  dcs.push({ id: 2, ip, port: address.port });
  const authKey = createAuthorizedKey(keyStore, collector.id);
  return {
    mtproto: {
      isEnabled: true,
      isExclusive: false,
      isBudgeted: false,
      dc: { id: 2, ip, port: 443 },
      dcMap: new Map([[ip, address]]),
      publicKeyFile,
      apiId,
      apiHash,
      sessionString: toStringSession({ dcId: 2, ip, port: address.port, authKey }),
    },
    world,
    dataCentre,
    faults,
    callLog,
    overlaps,
    botToken,
    addAccount(telegramUserId) {
      world.addUser({ ...collector, id: telegramUserId, username: null, phone: null });
      return { dcId: 2, ip, authKey: createAuthorizedKey(keyStore, telegramUserId) };
    },
    async close() {
      await dataCentre.close();
      world.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

/**
 * The sandbox: a local Telegram on this machine. One world (`world/`) is served three ways: over MTProto to any client
 * (`tl/`, `crypto/`, `transport/`, `mtproto/`, `methods/`), over the Bot API to one bot (`bot-api/`), and to people by a
 * small web page (`web/`); `control/` lets tests act on it. It imports nothing of the product. This file puts the parts
 * together; `main.ts` is the same as a process.
 */
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { keepBotChats } from '#sandbox/accounts/keep-bot-chats.ts';
import { voidSharedCodes } from '#sandbox/accounts/void-shared-codes.ts';
import { type BotApi, createBotApi } from '#sandbox/bot-api/bot-api.ts';
import { PortTakenError } from '#sandbox/bot-api/listen.ts';
import { isLoopbackHost } from '#sandbox/bot-api/loopback.ts';
import { createControl } from '#sandbox/control/control.ts';
import { createControlServer } from '#sandbox/control/control-server.ts';
import { createLoginOperations } from '#sandbox/control/login-operations.ts';
import type { SandboxControl } from '#sandbox/control/operations.ts';
import { openInitDataKey } from '#sandbox/web/init-data-key.ts';
import { createMiniAppLauncher } from '#sandbox/web/mini-app-launcher.ts';
import { createPageServer } from '#sandbox/web/page-server.ts';
import { createUnknownEvents } from '#sandbox/web/unknown-events.ts';
import { createWorld } from '#sandbox/world/create-world.ts';
import { collector, people } from '#sandbox/world/people.ts';
import { openSteppedClock } from '#sandbox/world/stepped-clock.ts';
import type { World, WorldUser } from '#sandbox/world/world.ts';
import { createFailureLog } from './failures.ts';
import {
  chooseWorld,
  keepIdentity,
  openKept,
  readPorts,
  removeKeptFiles,
  savePorts,
  saveWorld,
} from './kept-files.ts';
import { lockDataDir } from './lock-data-dir.ts';
import { pushUpdates } from './push-updates.ts';
import { SandboxError } from './sandbox-error.ts';
import type { SandboxAddresses, SandboxOptions } from './sandbox-options.ts';
import { homeDcId } from './start-data-centres.ts';
import { startTelegram, type Telegram } from './start-telegram.ts';

export type { SandboxAddresses, SandboxOptions } from './sandbox-options.ts';

const botUsername = 'channel_pulse_bot';

export interface Sandbox {
  addresses: SandboxAddresses;
  world: World;
  botApi: BotApi;
  telegram: Telegram;
  control: SandboxControl;
  close(): Promise<void>;
}

/**
 * Starts a sandbox. Throws `SandboxError` for arguments that do not fit the kept data, `WorldError` for recordings that
 * are none, `PortTakenError` when the page's port is in use.
 */
export async function createSandbox(given: SandboxOptions): Promise<Sandbox> {
  const options = { ...given, dataDir: resolve(given.dataDir) };
  const { dataDir, host = '127.0.0.1' } = options;
  if (!isLoopbackHost(host))
    throw new SandboxError('bad-argument', `The sandbox listens on loopback only, not on ${host}.`);
  const unlock = lockDataDir(dataDir);
  try {
    return await startSandbox(options, host, unlock);
  } catch (error) {
    unlock();
    throw error;
  }
}

async function startSandbox(options: SandboxOptions, host: string, unlock: () => void): Promise<Sandbox> {
  const { dataDir } = options;
  if (options.isFresh === true) removeKeptFiles(dataDir);
  const kept = chooseWorld(options);
  const failures = createFailureLog(options.onFailure ?? (() => {}));
  const identity = keepIdentity(dataDir);
  const ports = readPorts(dataDir);
  const secret = options.mtproxySecret ?? null;
  const clock = kept.isStepped ? openSteppedClock(join(dataDir, 'world-clock.json'), kept.epoch) : null;
  const world = await createWorld({
    ...kept,
    ...(clock !== null && { now: clock.now, tickMs: 0 }),
    journalFile: join(dataDir, 'world-journal.jsonl'),
  });
  const closers: (() => void | Promise<void>)[] = [unlock, () => world.close()];
  try {
    const bot = buildBot(identity.botId);
    world.addUser(bot);
    const telegram = await startTelegram({
      world,
      identity,
      dataDir,
      host,
      failures,
      portOf: (dcId) => ports.dataCentres?.[dcId] ?? (dcId === homeDcId ? ports.mtproto : 0),
      mtproxy: secret === null ? null : { secret: Buffer.from(secret, 'hex'), port: ports.mtproxy ?? 0 },
    });
    closers.push(() => telegram.close());
    const pushing = pushUpdates({ world, dataCentres: telegram.dataCentres });
    closers.push(() => pushing.stop());
    const botOptions = {
      world,
      bot,
      token: identity.botToken,
      dataDir,
      host,
      timeFactor: options.timeFactor ?? 1,
      faults: telegram.faults,
      onFailure: (method: string | null, failure: unknown) => failures.note('bot-api', method, failure),
    };
    const botApi = await atKeptPort(ports.botApi, (port) => createBotApi({ ...botOptions, port }));
    closers.push(() => botApi.close());
    closers.push(voidSharedCodes(botApi.context.book, world, telegram.accounts));
    closers.push(keepBotChats(botApi.context.book, telegram.accounts.boxes, bot.id));

    const initDataKey = openKept(join(dataDir, 'init-data-key.pem'), openInitDataKey);
    let mainMiniApp = options.miniAppUrl ?? null;
    const launcher = createMiniAppLauncher(botApi.context, identity.botToken, initDataKey, () => mainMiniApp);
    const personIds = Object.values(people).map(({ id }) => id);
    const logins = createLoginOperations(world, telegram);
    const unknownEvents = createUnknownEvents();
    const page = await createPageServer({
      ...{ botApi, launcher, logins, personIds, host, unknownEvents },
      onFailure: (path, failure) => failures.note('page', path, failure),
      port: options.pagePort,
    });
    closers.push(() => page.close());
    const control = createControl({
      world,
      botApi,
      launcher,
      telegram,
      personIds,
      clock,
      failures,
      unknownEvents,
      setMainMiniApp: (url) => {
        mainMiniApp = url;
      },
    });
    const controlServer = await atKeptPort(ports.control, (port) =>
      createControlServer(control, host, port, (name, failure) => failures.note('control', name, failure)),
    );
    closers.push(() => controlServer.close());

    const addresses: SandboxAddresses = {
      pageUrl: page.root,
      controlUrl: controlServer.root,
      botApiRoot: botApi.root,
      mtprotoDc: telegram.mtprotoDc,
      mtprotoDcMap: telegram.mtprotoDcMap,
      mtproxy: telegram.mtproxy && secret !== null ? { ...telegram.mtproxy.address, secret } : null,
      publicKeyFile: telegram.publicKeyFile,
      apiId: identity.apiId,
      apiHash: identity.apiHash,
      botToken: identity.botToken,
      botUsername,
      sessionString: telegram.sessionString,
      sessionUserId: collector.id,
    };
    saveWorld(dataDir, kept);
    savePorts(dataDir, {
      botApi: portOf(botApi.root),
      control: portOf(controlServer.root),
      mtproto: telegram.dataCentre.address.port,
      dataCentres: Object.fromEntries(telegram.dataCentres.map(({ id, address }) => [id, address.port])),
      ...(telegram.mtproxy !== null && { mtproxy: telegram.mtproxy.address.port }),
    });
    writeFileSync(join(dataDir, 'addresses.json'), JSON.stringify(addresses, null, 2), { mode: 0o600 });
    return { addresses, world, botApi, telegram, control, close: () => closeAll(closers) };
  } catch (error) {
    await closeAll(closers);
    throw error;
  }
}

function buildBot(id: string): WorldUser {
  return {
    id,
    firstName: 'Channel Pulse',
    lastName: null,
    username: botUsername,
    languageCode: 'en',
    isBot: true,
    isPremium: false,
    phone: null,
  };
}

/** Starts at the port of the last time, or at any free one where that is taken by now. */
async function atKeptPort<T>(port: number, start: (port: number) => Promise<T>): Promise<T> {
  try {
    return await start(port);
  } catch (error) {
    if (port === 0 || !(error instanceof PortTakenError)) throw error;
    return start(0);
  }
}

function portOf(root: string): number {
  return Number(new URL(root).port);
}

async function closeAll(closers: (() => void | Promise<void>)[]): Promise<void> {
  for (const close of closers.toReversed()) await close();
}

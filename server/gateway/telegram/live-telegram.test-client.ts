import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createAuthorizedKey } from '#sandbox/mtproto/authorized-key.ts';
import { createSandbox, type Sandbox } from '#sandbox/sandbox.ts';
import type { SandboxOptions } from '#sandbox/sandbox-options.ts';
import { people } from '#sandbox/world/people.ts';
import type { ProxyAddress } from '#server/proxy-address.ts';
import { createAddressBook, type SocketTarget } from './address-book.ts';
import { connectClient } from './connect-client.ts';
import { type KeptSession, keepSession, type SessionState } from './keep-session.ts';
import type { LibrarySymptom } from './quiet-log.ts';
import { trustServerKey } from './server-key.ts';

/** A whole sandbox, with every data centre, and sessions of the gateway's own making. */
export interface LiveTelegram {
  sandbox: Sandbox;
  open(options?: SessionOptions): LiveSession;
  /** Sessions first, then the sandbox. */
  close(): Promise<void>;
}

export interface SessionOptions {
  /** Whose login; the owner's, who has a channel with statistics, unless told otherwise. */
  userId?: string;
  /** Where the home data centre is reached instead of where it listens. */
  homeAt?: SocketTarget;
  proxy?: ProxyAddress;
  callDeadlineMs?: number;
  callOnDeadlineMs?: number;
  connectDeadlineMs?: number;
}

export interface LiveSession {
  session: KeptSession;
  states: SessionState[];
  symptoms: LibrarySymptom[];
  authKey: Buffer;
}

/** Demo channels of the sandbox: one that is public, and one of the owner's that has statistics. */
export const publicName = 'gorod_vesti';
export const ownedChannelId = '2200000105';

export async function startLiveTelegram(options: Partial<SandboxOptions> = {}): Promise<LiveTelegram> {
  const dataDir = mkdtempSync(join(tmpdir(), 'live-telegram-'));
  const sandbox = await createSandbox({ dataDir, pagePort: 0, worlds: [{ kind: 'demo' }], ...options });
  const { telegram } = sandbox;
  trustServerKey(readFileSync(telegram.publicKeyFile, 'utf8'));
  const { id: dcId, announcedIp: ip, keyStore } = telegram.dataCentre;
  const opened: KeptSession[] = [];
  return {
    sandbox,
    open(wish = {}) {
      const authKey = createAuthorizedKey(keyStore, wish.userId ?? people.owner.id);
      const places = telegram.dataCentres.map((dc): [string, SocketTarget] => [dc.announcedIp, dc.address]);
      const dcMap = new Map([...places, ...(wish.homeAt ? [[ip, wish.homeAt] as const] : [])]);
      const states: SessionState[] = [];
      const symptoms: LibrarySymptom[] = [];
      const session = keepSession({
        now: Date.now,
        random: Math.random,
        onCall: () => undefined,
        onStateChange: (state) => void states.push(state),
        ...(wish.callDeadlineMs === undefined ? {} : { callDeadlineMs: wish.callDeadlineMs }),
        ...(wish.callOnDeadlineMs === undefined ? {} : { callOnDeadlineMs: wish.callOnDeadlineMs }),
        connect: (onClosed) =>
          connectClient({
            apiId: Number(sandbox.addresses.apiId),
            apiHash: sandbox.addresses.apiHash,
            session: { dcId, ip, authKey },
            addressBook: createAddressBook({ dc: null, dcMap }),
            proxy: wish.proxy ?? null,
            onClosed,
            onSymptom: (symptom) => void symptoms.push(symptom),
            ...(wish.connectDeadlineMs === undefined ? {} : { connectDeadlineMs: wish.connectDeadlineMs }),
          }),
      });
      opened.push(session);
      return { session, states, symptoms, authKey };
    },
    async close() {
      await Promise.all(opened.map((session) => session.stop()));
      await sandbox.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { consentVersion } from '#contract/account.ts';
import { createTestDatabase, type TestDatabase } from '#e2e/harness/test-database.ts';
import { createSandbox, type Sandbox } from '#sandbox/sandbox.ts';
import { people } from '#sandbox/world/people.ts';
import type { WorldUser } from '#sandbox/world/world.ts';
import { parseDataCentreMap } from '#server/data-centres.ts';
import { type Database, openDatabase } from '#server/db/database.ts';
import type { MtprotoEnvironment } from '#server/env.ts';
import type { BeginLogin, LoginState, LoginStep } from '#server/gateway-client/login-answers.ts';
import { createLog } from '#server/log.ts';
import { aVault } from '#server/vault/a-vault.ts';
import { createAddressBook } from '../telegram/address-book.ts';
import type { LoginClientSettings } from '../telegram/login-client.ts';
import { trustServerKey } from '../telegram/server-key.ts';
import type { LoginDependencies } from './login-dependencies.ts';
import { createLoginLines } from './login-lines.ts';
import { createLogins, type Logins } from './logins.ts';

/** A local Telegram with three data centres, a database, and gateways as far as they log accounts in and out. */
export interface LoginBench {
  sandbox: Sandbox;
  database: Database;
  place: TestDatabase;
  vault: ReturnType<typeof aVault>;
  client: LoginClientSettings;
  /** What one gateway without any account works with; each has a clock of its own that a test may move. */
  gateway(changed?: Partial<LoginDependencies>): LoginDependencies & { logins: Logins; woken(): number };
  /** Begins a login of the owner's, in a gateway that has just been started. */
  beginQr(): Promise<{ flowId: string; token: string }>;
  beginPhone(): Promise<string>;
  /** Takes a step in a gateway that has just been started: nothing of the step before is kept in it. */
  step(flowId: string, changed?: Partial<LoginStep>): Promise<LoginState>;
  /** The accounts that are stored, without what tells sessions apart. */
  accounts(): Promise<object[]>;
  moveClock(ms: number): void;
  /** How often Telegram was asked for this method. */
  callsOf(method: string): number;
  /** The newest code that was sent to a person. */
  codeOf(person: WorldUser): Promise<string>;
  /** How many logins of this service a person has at Telegram. */
  loginsOf(person: WorldUser): Promise<number>;
  /** Forgets flows, attempts, accounts, calls, faults and what Telegram counted. */
  reset(): Promise<void>;
  close(): Promise<void>;
}

export async function startLoginBench(): Promise<LoginBench> {
  const dataDir = mkdtempSync(join(tmpdir(), 'login-bench-'));
  const sandbox = await createSandbox({
    dataDir,
    pagePort: 0,
    worlds: [{ kind: 'synthetic', messages: 20, seed: 3 }],
    isStepped: true,
  });
  const place = await createTestDatabase();
  const database = openDatabase(place.url);
  const { addresses, telegram, control } = sandbox;
  trustServerKey(readFileSync(addresses.publicKeyFile, 'utf8'));
  const [dcId = '', ip = ''] = addresses.mtprotoDc.split(':');
  const client: LoginClientSettings = {
    apiId: addresses.apiId,
    apiHash: addresses.apiHash,
    addressBook: createAddressBook({ dc: null, dcMap: parseDataCentreMap(addresses.mtprotoDcMap) }),
    onSymptom: () => undefined,
    onCall: () => undefined,
  };
  const vault = aVault();
  let skewMs = 0;
  function gateway(changed: Partial<LoginDependencies> = {}): ReturnType<LoginBench['gateway']> {
    let woken = 0;
    const dependencies: LoginDependencies = {
      ...{ database, vault, log: createLog('gateway', 'silent') },
      sessions: {
        source: () => null,
        end: async () => undefined,
        wake: () => {
          woken += 1;
        },
      },
      openLines: () => createLoginLines(client, { dcId: Number(dcId), ip }),
      endElsewhere: async () => undefined,
      phoneLogin: 'everyone',
      adminIds: [],
      now: () => new Date(Date.now() + skewMs),
      pace: { listenMs: 150, exportEveryMs: 0 },
      ...changed,
    };
    return { ...dependencies, logins: createLogins(dependencies), woken: () => woken };
  }

  // A key that is used from two connections at once is refused for ever: no login may ever do that.
  await control.setKeyGuard({ isOn: true });
  return {
    ...{ sandbox, database, place, vault, client, gateway },
    async beginQr() {
      const state = stateOf(await gateway().logins.begin(aBegin()), 'qr-wanted');
      return { flowId: state.flow_id, token: state.token };
    },
    async beginPhone() {
      const begun = await gateway().logins.begin(
        aBegin({ method: 'phone', phone: `+${people.owner.phone}` }),
      );
      return stateOf(begun, 'code-wanted').flow_id;
    },
    step: (flowId, changed = {}) => gateway().logins.step(flowId, aStep(changed)),
    accounts: () =>
      database.query(
        `SELECT kind, viewer_id, telegram_user_id, state, dc_id, session IS NOT NULL AS is_stored FROM accounts
         WHERE kind <> 'bot' ORDER BY account_id`,
        [],
      ),
    moveClock(ms) {
      skewMs += ms;
    },
    callsOf: (method) => telegram.calls.calls().filter((call) => call.method === method).length,
    async codeOf({ phone }) {
      const codes = await control.listLoginCodes({ phone: phone ?? '' });
      return codes.at(-1)?.code ?? '';
    },
    async loginsOf({ id }) {
      const logins = await control.listLogins({ personId: id });
      return logins.filter(({ deviceModel, isPending }) => deviceModel === 'Channel Pulse' && !isPending)
        .length;
    },
    async reset() {
      skewMs = 0;
      telegram.faults.clear();
      telegram.calls.clear();
      telegram.accounts.limits.clear();
      for (const person of await control.listPeople()) {
        await control.endLogins({ personId: person.id });
        await control.setTwoStepPassword({ personId: person.id, password: null });
        await control.setHomeDc({ personId: person.id, dcId: 2 });
        await control.setFrozen({ personId: person.id, isFrozen: false });
      }
      await database.query('TRUNCATE login_flows, auth_attempts, accounts, audit_log CASCADE', []);
    },
    async close() {
      await database.close();
      await place.drop();
      await sandbox.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

export function aBegin(changed: Partial<BeginLogin> = {}): BeginLogin {
  return {
    viewer_id: '710000001',
    method: 'qr',
    consent_version: consentVersion,
    ip: '127.0.0.1',
    ...changed,
  };
}

export function aStep(changed: Partial<LoginStep> = {}): LoginStep {
  return { viewer_id: '710000001', step: 'look', ip: '127.0.0.1', ...changed };
}

/** The state, when it is of this kind; a failed test with what it is instead otherwise. */
export function stateOf<K extends LoginState['kind']>(
  state: LoginState,
  kind: K,
): Extract<LoginState, { kind: K }> {
  if (state.kind !== kind) throw new Error(`not ${kind} but ${JSON.stringify(state)}`);
  return state as Extract<LoginState, { kind: K }>;
}

/** What a gateway's environment would hold to reach this Telegram, without a session. */
export function mtprotoOf({ addresses }: Sandbox): MtprotoEnvironment {
  const [id = '', ip = '', port = ''] = addresses.mtprotoDc.split(':');
  return {
    ...{ isEnabled: true, isBudgeted: false, isExclusive: false, sessionString: null },
    dc: { id: Number(id), ip, port: Number(port) },
    dcMap: parseDataCentreMap(addresses.mtprotoDcMap),
    publicKeyFile: addresses.publicKeyFile,
    apiId: addresses.apiId,
    apiHash: addresses.apiHash,
  };
}

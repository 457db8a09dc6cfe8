import { atMost, shown } from '#bench/figure.ts';
import { consentVersion } from '#contract/account.ts';
import { people } from '#sandbox/world/people.ts';
import { openDatabase } from '#server/db/database.ts';
import { createLoginClient, type LoginGatewayClient } from '#server/gateway-client/create-login-client.ts';
import type { LoginState, LoginStep } from '#server/gateway-client/login-answers.ts';
import type { Trial, TriedPromise } from './tried-promise.ts';

const attempts: Record<Trial['form'], { wrongCodes: number; numbers: number; strangers: number }> = {
  full: { wrongCodes: 10_000, numbers: 1_000, strangers: 1_000 },
  short: { wrongCodes: 60, numbers: 30, strangers: 20 },
};
/** So many requests are under way at a time. */
const atOnce = 16;
/** The operator of the local Telegram, who may log in by phone number. */
const { owner: attacker } = people;

/** Guessing codes, asking for codes for many numbers and taking somebody else's login over, by two gateways at once. */
export const sec8: TriedPromise = {
  title: 'logins are limited exactly, over all gateways: what is refused never reaches Telegram',
  proxied: [],
  fullSeconds: null,
  async run(stage, trial) {
    const { wrongCodes, numbers, strangers } = attempts[trial.form];
    const database = openDatabase(stage.databaseUrl);
    const second = await stage.addGateway('gateway-sec8', stage.databaseUrl);
    const clients = [stage.gatewayUrl, second.url].map((fallbackUrl) =>
      createLoginClient({ database, fallbackUrl, token: stage.secrets.gatewayToken }),
    );
    try {
      await database.query('TRUNCATE login_flows, auth_attempts', []);
      stage.sandbox.telegram.calls.clear();
      const callsOf = (wanted: string): number =>
        stage.sandbox.telegram.calls.calls().filter(({ method }) => method === wanted).length;

      const begun = await begin(clients[0], `+${attacker.phone}`);
      if (begun.kind !== 'code-wanted') throw new Error(`A login could not begin: ${JSON.stringify(begun)}`);
      const flowId = begun.flow_id;
      const [right] = await stage.sandbox.control.listLoginCodes({ personId: attacker.id });
      await storm(clients, wrongCodes, (client, index) => {
        const wrong = String((Number(right?.code) + 1 + index) % 100_000).padStart(5, '0');
        return client.step(flowId, aStep({ step: 'code', code: wrong === right?.code ? 'wrong' : wrong }));
      });
      trial.say(`${wrongCodes} wrong codes: ${callsOf('auth.signIn')} reached Telegram`);
      const guesses = callsOf('auth.signIn');

      const stolen = await storm(clients, strangers, (client, index) =>
        client.step(
          flowId,
          aStep({ viewer_id: String(index + 1), step: index % 2 === 0 ? 'look' : 'cancel' }),
        ),
      );
      const misplaced = await storm(clients, atOnce, (client) =>
        client.step(flowId, aStep({ step: 'password', password: 'any' })),
      );
      // One after the other: the first of several at once would keep the others out by itself.
      for (let index = 0; index < 8; index += 1) {
        await clients[index % clients.length]?.step(flowId, aStep({ step: 'resend' }));
      }
      // A way of sending that is not there is refused, and another one asked for: no code was sent by the first.
      const codesOfNumber = stage.sandbox.telegram.calls
        .calls()
        .filter(({ method, outcome }) => /^auth\.(re)?sendCode$/i.test(method) && outcome === 'ok').length;

      const more = await storm(clients, numbers, (client, index) =>
        begin(client, `+7900${1_000_000 + index}`),
      );
      const flows = 1 + more.filter((one) => one === 'code-wanted').length;
      trial.say(`${numbers} numbers: ${flows} logins began`);
      return {
        counts: {},
        figures: [
          shown('sec8-wrong-codes', wrongCodes, 'attempts'),
          shown('sec8-numbers', numbers, 'attempts'),
          atMost('sec8-guesses-at-telegram', guesses, 'calls', 3),
          atMost('sec8-codes-of-a-number', codesOfNumber, 'codes', 3),
          atMost('sec8-logins-of-a-person', flows, 'logins', 5),
          // One for each login, and one for the number whose next way of sending was refused.
          atMost('sec8-send-calls-at-telegram', callsOf('auth.sendCode'), 'calls', 6),
          atMost('sec8-stolen-steps-taken', countOthers(stolen, ['flow-not-found']), 'steps', 0),
          atMost(
            'sec8-steps-out-of-order',
            countOthers(misplaced, ['out-of-order', 'flow-busy']),
            'steps',
            0,
          ),
          atMost('sec8-passwords-at-telegram', callsOf('auth.checkPassword'), 'calls', 0),
        ],
        findings: describeLess(guesses, codesOfNumber, flows),
      };
    } finally {
      await Promise.all(clients.map((client) => client.close()));
      await second.stop();
      await database.query('TRUNCATE login_flows, auth_attempts', []);
      await database.close();
    }
  },
};

function begin(client: LoginGatewayClient | undefined, phone: string): Promise<LoginState> {
  if (client === undefined) throw new Error('There is no gateway.');
  return client.begin({
    ...{ viewer_id: attacker.id, method: 'phone', phone, ip: null },
    consent_version: consentVersion,
  });
}

function aStep(changed: Partial<LoginStep>): LoginStep {
  return { viewer_id: attacker.id, step: 'look', ip: null, ...changed };
}

/** Asks all gateways in turn, many requests at a time; returns what each was told. */
async function storm(
  clients: readonly LoginGatewayClient[],
  count: number,
  ask: (client: LoginGatewayClient, index: number) => Promise<LoginState>,
): Promise<string[]> {
  const told: string[] = [];
  let next = 0;
  async function work(): Promise<void> {
    while (next < count) {
      const index = next;
      next += 1;
      const client = clients[index % clients.length];
      if (client === undefined) throw new Error('There is no gateway.');
      const answer = await ask(client, index);
      told.push(answer.kind === 'refused' ? answer.code : answer.kind);
    }
  }
  await Promise.all(Array.from({ length: atOnce }, work));
  return told;
}

/** What was let through less often than it may be is no broken promise, and still wrong. */
function describeLess(guesses: number, codes: number, logins: number): string[] {
  const found = `${guesses} guesses, ${codes} codes of a number, ${logins} logins`;
  return guesses === 3 && codes === 3 && logins === 5 ? [] : [`${found}: not 3, 3 and 5`];
}

function countOthers(told: readonly string[], expected: readonly string[]): number {
  return told.filter((one) => !expected.includes(one)).length;
}

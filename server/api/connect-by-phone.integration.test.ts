import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { consentVersion } from '#contract/account.ts';
import { people } from '#sandbox/world/people.ts';
import { type Product, startProduct } from './a-product.test-client.ts';
import { anAdminId } from './a-running-api.ts';

/** What people type: unlike anything else, so that it can be looked for everywhere afterwards. */
const password = `open-${'sesame'.repeat(3)} 7`;
const wrongPassword = `shut-${'barley'.repeat(3)} 8`;
const phone = `+${people.editor.phone}`;

describe('connecting an account by phone number, over HTTP from the api to Telegram', () => {
  let product: Product;
  let viewer: Record<string, string>;
  let stranger: { authorization: string };
  /** Everything that was answered, as text. */
  const answered: string[] = [];

  beforeAll(async () => {
    product = await startProduct();
    // The front says where a request came from; limits count by it.
    viewer = { ...(await product.api.signIn(1)), 'x-forwarded-for': '203.0.113.7' };
    stranger = await product.api.signIn(2);
    await product.sandbox.control.setTwoStepPassword({ personId: people.editor.id, password, hint: 'a cat' });
  }, 60_000);
  afterAll(() => product.close());

  async function post(
    headers: object,
    step: string,
    body: object,
  ): Promise<{ status: number; body: unknown }> {
    const answer = await product.ask(headers, 'POST', `/telegram/auth/${step}`, body);
    answered.push(JSON.stringify(answer));
    return answer;
  }

  it('takes a number, a code and a password in this order, three tries each, from its own viewer alone', async () => {
    const begun = await post(viewer, 'phone', { phone, consent: consentVersion });
    expect(begun).toMatchObject({ status: 200, body: { state: 'code-wanted', tries_left: 3 } });
    const { flow_id } = begun.body as { flow_id: string };
    const [sent] = await product.sandbox.control.listLoginCodes({ phone: people.editor.phone ?? '' });
    const code = sent?.code ?? '';
    const wrong = code === '11111' ? '22222' : '11111';

    expect(await post(stranger, 'verify', { flow_id, code })).toMatchObject({
      ...{ status: 404, body: { code: 'flow-not-found' } },
    });
    expect(await post(viewer, 'verify', { flow_id, password })).toMatchObject({
      ...{ status: 409, body: { code: 'out-of-order' } },
    });
    expect(await post(viewer, 'verify', { flow_id, code: wrong })).toMatchObject({
      ...{ status: 422, body: { code: 'code-wrong' } },
    });
    expect(await post(viewer, 'verify', { flow_id, code })).toMatchObject({
      ...{ status: 200, body: { state: 'password-wanted', hint: 'a cat', tries_left: 3 } },
    });
    expect(await post(viewer, 'verify', { flow_id, password: wrongPassword })).toMatchObject({
      ...{ status: 422, body: { code: 'password-wrong' } },
    });
    expect(await post(viewer, 'verify', { flow_id, password })).toMatchObject({
      ...{ status: 200, body: { state: 'connected', user: { telegram_user_id: people.editor.id } } },
    });
    await product.connected(viewer);
  }, 60_000);

  it('gives a login up, and begins as many as the day allows', async () => {
    const statuses: number[] = [];
    for (let flow = 0; flow < 6; flow += 1) {
      const begun = await post(stranger, 'phone', { phone: `+7999000200${flow}`, consent: consentVersion });
      statuses.push(begun.status);
      if (begun.status !== 200) continue;
      const { flow_id } = begun.body as { flow_id: string };
      expect((await post(stranger, 'cancel', { flow_id })).status).toBe(204);
      expect((await post(stranger, 'cancel', { flow_id })).status).toBe(204);
    }
    expect(statuses.at(-1)).toBe(429);
    const over = await product.api.ask(
      ...(['POST', '/telegram/auth/phone', stranger] as const),
      JSON.stringify({ phone, consent: consentVersion }),
    );
    expect(over.status).toBe(429);
    expect(Number(over.headers.get('retry-after'))).toBeGreaterThan(0);
  }, 60_000);

  it('shows operators every attempt, and none of them a number or what was typed', async () => {
    const operator = await product.api.signIn(anAdminId);
    const list = await product.ask(operator, 'GET', '/admin/auth-attempts?viewerId=1&limit=100');
    const { authAttempts } = list.body as { authAttempts: { outcome: string; address: string }[] };
    expect(new Set(authAttempts.map(({ address }) => address))).toEqual(new Set(['203.0.113.7']));
    const outcomes = authAttempts.map(({ outcome }) => outcome);
    for (const outcome of ['code-wrong', 'password-wrong', 'connected']) expect(outcomes).toContain(outcome);
    const leases = await product.ask(operator, 'GET', '/admin/leases?isLive=true');
    expect(leases.body).toMatchObject({ leases: [{ kind: 'viewer', isLive: true, reason: null }] });
    answered.push(JSON.stringify([list, leases]));
    for (const path of ['accounts', 'telegram-users', 'audit-log'])
      answered.push(JSON.stringify(await product.ask(operator, 'GET', `/admin/${path}`)));
  });

  it('leaves nothing that was typed in an answer, a log or the database', async () => {
    const tables = await product.database.query<{ name: string }>(
      "SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public'",
      [],
    );
    const stored: string[] = [];
    for (const { name } of tables) {
      const rows = await product.database.query<{ row: string }>(
        `SELECT t::text AS row FROM ${name} AS t`,
        [],
      );
      stored.push(...rows.map(({ row }) => row));
    }
    const everything = [...answered, ...stored, ...product.api.logged].join('\n');
    expect(everything).toContain('code-wrong');
    for (const secret of [password, wrongPassword, people.editor.phone ?? '']) {
      expect(secret.length).toBeGreaterThan(8);
      expect(everything).not.toContain(secret);
    }
  });
});

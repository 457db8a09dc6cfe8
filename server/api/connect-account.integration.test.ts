import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { consentVersion, telegramSessionsSchema } from '#contract/account.ts';
import { chatListSchema, chatMessagesSchema } from '#contract/chat.ts';
import { people } from '#sandbox/world/people.ts';
import { type Product, startProduct } from './a-product.test-client.ts';

/** One viewer's account from the consent text to its end; each test goes on where the one before stopped. */
describe('an account, over HTTP from the api to Telegram', () => {
  let product: Product;
  let owner: { authorization: string };
  let stranger: { authorization: string };
  let channelId: string;

  beforeAll(async () => {
    product = await startProduct();
    owner = await product.api.signIn(1);
    stranger = await product.api.signIn(2);
  }, 60_000);
  afterAll(() => product.close());

  it('is not begun by HEAD, which asks for nothing', async () => {
    for (const path of ['/telegram/auth/qr', '/telegram/auth/qr/status']) {
      const query = path.endsWith('qr') ? `consent=${consentVersion}` : `flow_id=${'A'.repeat(43)}`;
      const answer = await product.api.ask('HEAD', `${path}?${query}`, owner);
      expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'GET']);
    }
    expect(await product.database.query('SELECT 1 FROM auth_attempts', [])).toEqual([]);
    expect(await product.database.query('SELECT 1 FROM login_flows', [])).toEqual([]);
  });

  it('is connected by a QR code that another phone scans, and no other viewer sees anything of it', async () => {
    const qr = await product.step(owner, 'GET', `/telegram/auth/qr?consent=${consentVersion}`);
    if (qr.state !== 'qr-wanted') throw new Error(qr.state);
    expect(qr.link).toBe(`tg://login?token=${qr.token}`);
    for (const path of [
      `/telegram/auth/qr/status?flow_id=${qr.flow_id}`,
      `/telegram/auth/qr?flow_id=${qr.flow_id}`,
    ]) {
      const stolen = await product.ask(stranger, 'GET', path);
      expect(stolen).toMatchObject({ status: 404, body: { code: 'flow-not-found' } });
      expect(JSON.stringify(stolen)).not.toContain(qr.token);
    }
    await product.sandbox.control.acceptLoginToken({ personId: people.owner.id, token: qr.link });
    const connected = await vi.waitFor(
      async () => {
        const status = await product.step(owner, 'GET', `/telegram/auth/qr/status?flow_id=${qr.flow_id}`);
        if (status.state !== 'connected') throw new Error(status.state);
        return status;
      },
      { timeout: 30_000, interval: 100 },
    );
    expect(connected.user).toMatchObject({ telegram_user_id: people.owner.id, first_name: 'Ольга' });
    expect(JSON.stringify(connected)).not.toContain(people.owner.phone);
    await product.connected(owner);
    const none = await product.ask(stranger, 'GET', '/telegram/session/status');
    expect(none.body).toMatchObject({ has_session: false, account_id: null });
  }, 60_000);

  it('is who Telegram says it is now, and who it was last where Telegram cannot be asked', async () => {
    const ask = async (): Promise<unknown> => (await product.ask(owner, 'GET', '/telegram/user/info')).body;
    expect(await ask()).toMatchObject({ telegram_user_id: people.owner.id, username: 'olga_mironova' });
    const { database } = product;
    await database.query("UPDATE telegram_users SET username = 'of_before', seen_at = '2026-01-01'", []);
    expect(await ask()).toMatchObject({
      username: 'olga_mironova',
      masked_phone: expect.stringMatching(/^\+7•+01$/),
    });
    const [kept] = await database.query<{ username: string }>('SELECT username FROM telegram_users', []);
    expect(kept?.username).toBe('olga_mironova');
    await database.query("UPDATE telegram_users SET username = 'of_last_time'", []);
    product.sandbox.telegram.faults.add({
      method: 'users.getUsers',
      effect: { kind: 'error', code: 400, description: 'USER_ID_INVALID' },
    });
    expect(await ask()).toMatchObject({ username: 'of_last_time' });
    product.sandbox.telegram.faults.clear();
  });

  it('lists its channels and groups, page by page, with ids as the Bot API writes them', async () => {
    const all = chatListSchema.parse((await product.ask(owner, 'GET', '/telegram/chats')).body);
    const { world } = product.sandbox;
    const joined = world.channels().filter(({ memberIds }) => memberIds.has(people.owner.id));
    expect(all.chats.map(({ id }) => id).sort()).toEqual(joined.map(({ id }) => `-100${id}`).sort());
    expect(new Set(all.chats.map(({ type }) => type))).toEqual(new Set(['channel', 'group']));
    const first = chatListSchema.parse((await product.ask(owner, 'GET', '/telegram/chats?limit=1')).body);
    const next = `/telegram/chats?limit=100&after=${first.next_after}`;
    const rest = chatListSchema.parse((await product.ask(owner, 'GET', next)).body);
    expect([...first.chats, ...rest.chats]).toEqual(all.chats);
    expect(rest.next_after).toBeNull();
    channelId = all.chats.find(({ type }) => type === 'channel')?.id ?? '';
  });

  it('gives the messages of a chat, the newest first, and nothing again to who has it', async () => {
    const path = `/telegram/chats/${channelId}/messages`;
    const answer = await product.api.ask('GET', `${path}?limit=3`, owner);
    const page = chatMessagesSchema.parse(await answer.json());
    const ids = page.messages.map(({ id }) => id);
    expect(ids).toEqual(ids.toSorted((one, other) => other - one));
    const etag = answer.headers.get('etag') ?? '';
    const again = await product.api.ask('GET', `${path}?limit=3`, { ...owner, 'if-none-match': etag });
    expect([again.status, await again.text()]).toEqual([304, '']);
    expect(again.headers.get('cache-control')).toBe('private, no-store');

    const older = await product.ask(owner, 'GET', `${path}?limit=3&before=${page.next_before}`);
    const olderIds = chatMessagesSchema.parse(older.body).messages.map(({ id }) => id);
    expect(Math.max(...olderIds)).toBeLessThan(Math.min(...ids));

    const since = `${path}?since=${page.newest_id}`;
    expect((await product.ask(owner, 'GET', since)).body).toMatchObject({ messages: [], next_before: null });
    const posted = product.sandbox.world.post(channelId.replace('-100', ''), { text: 'fresh from Telegram' });
    const fresh = chatMessagesSchema.parse((await product.ask(owner, 'GET', since)).body);
    expect(fresh).toMatchObject({
      newest_id: posted,
      messages: [{ id: posted, text: 'fresh from Telegram' }],
    });
    const changed = await product.api.ask('GET', `${path}?limit=3`, { ...owner, 'if-none-match': etag });
    expect(changed.status).toBe(200);
  });

  it('stores nothing of the chats and messages it shows', async () => {
    const tables = await product.database.query<{ name: string }>(
      "SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public'",
      [],
    );
    const titles = chatListSchema
      .parse((await product.ask(owner, 'GET', '/telegram/chats')).body)
      .chats.map(({ title }) => title);
    for (const { name } of tables) {
      const rows = await product.database.query<{ row: string }>(
        `SELECT t::text AS row FROM ${name} AS t`,
        [],
      );
      const text = rows.map(({ row }) => row).join('\n');
      for (const shown of ['fresh from Telegram', ...titles]) expect(text, name).not.toContain(shown);
    }
    expect(tables.length).toBeGreaterThan(10);
  });

  it('shows nobody a chat that is not its own', async () => {
    const foreign = product.sandbox.world.channels().find(({ memberIds }) => !memberIds.has(people.owner.id));
    for (const chatId of [`-100${foreign?.id}`, people.editor.id, '-77', '-1009999999999']) {
      const answer = await product.ask(owner, 'GET', `/telegram/chats/${chatId}/messages`);
      expect(answer).toMatchObject({ status: 404, body: { code: 'chat-not-found' } });
    }
    const theirs = await product.ask(stranger, 'GET', `/telegram/chats/${channelId}/messages`);
    expect(theirs).toMatchObject({ status: 404, body: { code: 'no-account' } });
    const unknown = await product.ask(owner, 'GET', '/telegram/chats?after=-1009999999999');
    expect(unknown.status).toBe(404);
  });

  it('lists the devices it is logged in on, and ends the others only when Telegram allows it', async () => {
    const { control } = product.sandbox;
    const sessions = telegramSessionsSchema.parse(
      (await product.ask(owner, 'GET', '/telegram/sessions')).body,
    );
    expect(sessions.sessions[0]).toMatchObject({ is_current: true });
    expect(sessions.sessions.slice(1).every(({ is_current }) => !is_current)).toBe(true);
    // A second device of the same person: connected by the other viewer, whose account it is as well.
    const qr = await product.step(stranger, 'GET', `/telegram/auth/qr?consent=${consentVersion}`);
    if (qr.state !== 'qr-wanted') throw new Error(qr.state);
    await control.acceptLoginToken({ personId: people.owner.id, token: qr.link });
    await vi.waitFor(
      async () => {
        const status = await product.step(stranger, 'GET', `/telegram/auth/qr/status?flow_id=${qr.flow_id}`);
        expect(status.state).toBe('connected');
      },
      { timeout: 30_000, interval: 100 },
    );
    const fresh = await product.ask(owner, 'POST', '/telegram/sessions/terminate-others');
    expect(fresh).toMatchObject({
      status: 409,
      body: { code: 'sessions-protected', reason: 'FRESH_RESET_AUTHORISATION_FORBIDDEN' },
    });
    await control.ageLogins({ personId: people.owner.id, seconds: 2 * 86_400 });
    const ended = await product.ask(owner, 'POST', '/telegram/sessions/terminate-others');
    expect(ended).toMatchObject({ status: 200, body: { terminated: sessions.sessions.length } });
    const left = telegramSessionsSchema.parse((await product.ask(owner, 'GET', '/telegram/sessions')).body);
    expect(left.sessions).toHaveLength(1);
    const events = await product.database.query(
      "SELECT actor, details FROM audit_log WHERE event = 'sessions.terminated'",
      [],
    );
    const details = { ended: sessions.sessions.length };
    expect(events).toEqual([{ actor: 'viewer:1', details }]);
  }, 60_000);

  it('tells the owner of a session that was ended on the phone, and what to do', async () => {
    await product.connected(owner);
    const lost = await vi.waitFor(
      async () => {
        const answer = await product.ask(stranger, 'GET', '/telegram/chats');
        expect(answer).toMatchObject({ status: 409, body: { code: 'account-lost' } });
        return answer;
      },
      { timeout: 30_000, interval: 100 },
    );
    expect(JSON.stringify(lost.body)).toMatch(/SESSION_REVOKED|session-dead/);
  }, 60_000);

  it('is ended by one tap: logged out at Telegram, and no ciphertext is left', async () => {
    expect(await product.ask(owner, 'POST', '/telegram/session/reset')).toMatchObject({
      body: { ended: true, logged_out: true },
    });
    expect(await product.sandbox.control.listLogins({ personId: people.owner.id })).toEqual([]);
    const [row] = await product.database.query<{ state: string; session: string | null }>(
      'SELECT state, session FROM accounts WHERE viewer_id = 1',
      [],
    );
    expect(row).toEqual({ state: 'ended', session: null });
    expect((await product.ask(owner, 'GET', '/telegram/session/status')).body).toMatchObject({
      ...{ has_session: false, connected: false, account_id: null },
    });
    expect((await product.ask(owner, 'GET', '/telegram/chats')).body).toMatchObject({ code: 'no-account' });
  }, 60_000);
});

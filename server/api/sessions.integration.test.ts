import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { authSessionSchema, viewerSchema } from '#contract/session.ts';
import { anAdminId, aRunningApi, type RunningApi } from './a-running-api.ts';
import { aSignedLaunch } from './a-signed-launch.ts';

const start = new Date('2026-03-01T12:00:00Z');
const minuteMs = 60_000;

describe('sessions of the Mini App', () => {
  let api: RunningApi;
  beforeAll(async () => {
    api = await aRunningApi();
  });
  afterAll(() => api.stop());
  beforeEach(() => {
    api.clock.now = start;
  });

  const wait = (minutes: number): void => {
    api.clock.now = new Date(api.clock.now.getTime() + minutes * minuteMs);
  };
  const statusOf = async (headers: Record<string, string>): Promise<number> =>
    (await api.ask('GET', '/users/me', headers)).status;

  it('are exchanged for init data: the answer keeps the contract and the token is 256 random bits', async () => {
    const headers = { authorization: `tma ${aSignedLaunch(5, start)}` };
    const answers = [
      await api.ask('POST', '/auth/session', headers),
      await api.ask('POST', '/auth/session', headers),
    ];
    const sessions = await Promise.all(
      answers.map(async (answer) => authSessionSchema.parse(await answer.json())),
    );
    expect(sessions[0]?.token).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect(sessions[0]?.token).not.toBe(sessions[1]?.token);
    expect(sessions[0]?.expiresAt).toBe('2026-03-01T13:00:00.000Z');
  });

  it('are stored as hashes, and neither token nor init data is ever logged', async () => {
    const initData = aSignedLaunch(6, start);
    const answer = await api.ask('POST', '/auth/session', { authorization: `tma ${initData}` });
    const { token } = authSessionSchema.parse(await answer.json());
    await api.ask('GET', '/users/me', { authorization: `Bearer ${token}` });
    const rows = await api.database.query<{ row: string }>(
      'SELECT viewer_sessions::text AS row FROM viewer_sessions',
      [],
    );
    expect(rows.length).toBeGreaterThan(0);
    const kept = rows.map(({ row }) => row).join() + api.logged.join();
    expect(kept).not.toContain(token);
    expect(kept).not.toContain(Buffer.from(token).toString('hex'));
    expect(kept).not.toContain(initData.slice(-64));
  });

  it('say who the viewer is, in the language of their Telegram, and who operates the installation', async () => {
    const viewer = viewerSchema.parse(await (await api.ask('GET', '/users/me', await api.signIn(5))).json());
    expect(viewer).toEqual({ viewerId: '5', firstName: 'Анна', language: 'ru', isAdmin: false });
    const admin = await (await api.ask('GET', '/users/me', await api.signIn(anAdminId))).json();
    expect(admin).toMatchObject({ viewerId: '777', isAdmin: true });
  });

  it('end an hour after the last use', async () => {
    const unused = await api.signIn(5);
    wait(59);
    expect(await statusOf(unused)).toBe(200);
    wait(59);
    expect(await statusOf(unused)).toBe(200);
    wait(61);
    expect(await statusOf(unused)).toBe(401);
  });

  it('end twelve hours after they began, however much they are used', async () => {
    const used = await api.signIn(5);
    for (let minutes = 30; minutes < 12 * 60; minutes += 30) {
      wait(30);
      expect(await statusOf(used)).toBe(200);
    }
    wait(29);
    expect(await statusOf(used)).toBe(200);
    wait(2);
    expect(await statusOf(used)).toBe(401);
  });

  it('end at once when the viewer closes them, and only that one', async () => {
    const [closed, other] = [await api.signIn(5), await api.signIn(5)];
    expect((await api.ask('DELETE', '/auth/session', closed)).status).toBe(204);
    expect(await statusOf(closed)).toBe(401);
    expect(await statusOf(other)).toBe(200);
  });

  it('are refused for init data older than a day, forged, or of another bot, each by its code', async () => {
    const codeOf = async (initData: string): Promise<unknown> => {
      const answer = await api.ask('POST', '/auth/session', { authorization: `tma ${initData}` });
      expect(answer.status).toBe(401);
      return ((await answer.json()) as { code: string }).code;
    };
    const genuine = aSignedLaunch(5, start);
    expect(await codeOf(aSignedLaunch(5, new Date(start.getTime() - 25 * 60 * minuteMs)))).toBe(
      'init-data-expired',
    );
    expect(await codeOf(genuine.replace('%22id%22%3A5', '%22id%22%3A66'))).toBe('init-data-invalid');
    expect(await codeOf(`${genuine}&user=1`)).toBe('init-data-invalid');
    expect(await api.database.query('SELECT 1 FROM viewers WHERE viewer_id = 66', [])).toEqual([]);
  });

  it('change nobody’s first visit, but keep the name up to date', async () => {
    await api.signIn(8);
    wait(60);
    const renamed = aSignedLaunch(8, api.clock.now, { first_name: 'Anne', language_code: 'de' });
    await api.ask('POST', '/auth/session', { authorization: `tma ${renamed}` });
    const rows = await api.database.query(
      'SELECT first_name, language, created_at, seen_at FROM viewers WHERE viewer_id = 8',
      [],
    );
    expect(rows).toEqual([{ first_name: 'Anne', language: 'en', created_at: start, seen_at: api.clock.now }]);
  });
});

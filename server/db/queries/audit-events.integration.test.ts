import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '#e2e/harness/test-database.ts';
import { type Database, openDatabase } from '../database.ts';
import { type AuditFilter, type ListedAuditEvent, listAuditEvents } from './list-audit-events.ts';
import { type AuditEvent, saveAuditEvent } from './save-audit-event.ts';

const everything: AuditFilter = {
  ...{ before: null, event: null, subject: null, actor: null, since: null, limit: 100 },
};
const at = new Date('2026-11-20T12:00:00.000Z');

describe('the audit log', () => {
  let place: TestDatabase;
  let database: Database;
  const load = (filter: Partial<AuditFilter>): Promise<ListedAuditEvent[]> =>
    listAuditEvents(database, { ...everything, ...filter });

  beforeAll(async () => {
    place = await createTestDatabase();
    database = openDatabase(place.url);
    const common = { subject: 'accounts:7', details: { purpose: 'session' } };
    const events: AuditEvent[] = [
      { ...common, actor: 'gateway', event: 'secret.opened', happenedAt: at },
      {
        ...common,
        actor: 'viewer:42',
        event: 'account.connected',
        happenedAt: new Date(at.getTime() + 1_000),
      },
      { ...common, actor: 'gateway', event: 'secret.opened', happenedAt: new Date(at.getTime() + 2_000) },
      { ...common, actor: 'gateway', event: 'secrets_like', happenedAt: new Date(at.getTime() + 3_000) },
    ];
    for (const event of events) await saveAuditEvent(database, event);
  });
  afterAll(async () => {
    await database.close();
    await place.drop();
  });

  it('gives back what was saved, newest first', async () => {
    const events = await load({});
    expect(events.map(({ event }) => event)).toEqual([
      ...['secrets_like', 'secret.opened', 'account.connected', 'secret.opened'],
    ]);
    expect(events.at(-1)).toEqual({
      ...{ eventId: expect.stringMatching(/^\d+$/), happenedAt: at, actor: 'gateway' },
      ...{ event: 'secret.opened', subject: 'accounts:7', details: { purpose: 'session' } },
    });
  });

  it('comes in pages that neither repeat nor leave out an event', async () => {
    const first = await load({ limit: 3 });
    const second = await load({ limit: 3, before: first.at(-1)?.eventId ?? null });
    expect([first.length, second.length]).toEqual([3, 1]);
    expect([...first, ...second]).toEqual(await load({}));
  });

  it('is filtered by what was done, to what, by whom and when', async () => {
    expect(await load({ event: 'secret.opened' })).toHaveLength(2);
    // No character is a wildcard.
    expect(await load({ event: 'secret_opened' })).toHaveLength(0);
    expect(await load({ actor: 'viewer:42' })).toHaveLength(1);
    expect(await load({ subject: 'accounts:7' })).toHaveLength(4);
    expect(await load({ subject: 'accounts:8' })).toHaveLength(0);
    expect(await load({ since: new Date(at.getTime() + 2_000) })).toHaveLength(2);
    const both = { event: 'secret.opened', actor: 'gateway', since: new Date(at.getTime() + 1) };
    expect(await load(both)).toHaveLength(1);
  });

  it('takes texts as they are: quotes and line breaks change nothing', async () => {
    const odd = `o'; DROP TABLE audit_log; --\n"x"`;
    const event = { actor: odd, event: odd, subject: odd, details: { odd }, happenedAt: at };
    await saveAuditEvent(database, event);
    expect(await load({ actor: odd })).toEqual([{ ...event, eventId: expect.any(String) }]);
  });
});

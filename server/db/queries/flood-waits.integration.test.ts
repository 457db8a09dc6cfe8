import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '#e2e/harness/test-database.ts';
import { type Database, openDatabase } from '../database.ts';
import { loadFloodWaits } from './load-flood-waits.ts';
import { saveFloodWait } from './save-flood-wait.ts';

const at = (minute: number): Date => new Date(Date.UTC(2026, 10, 20, 0, minute));
const keyId = 'key';

describe('the flood waits of an account', () => {
  let place: TestDatabase;
  let database: Database;

  beforeAll(async () => {
    place = await createTestDatabase();
    database = openDatabase(place.url);
    await database.query("INSERT INTO accounts (kind, key_id, created_at) VALUES ('operator', $1, now())", [
      keyId,
    ]);
  });

  afterAll(async () => {
    await database.close();
    await place.drop();
  });

  it('are kept by method, the latest end of each, until they have passed', async () => {
    await saveFloodWait(database, { keyId, method: 'messages.GetHistory', until: at(30) });
    await saveFloodWait(database, { keyId, method: 'messages.GetHistory', until: at(20) });
    await saveFloodWait(database, { keyId, method: 'contacts.ResolveUsername', until: at(5) });
    expect(await loadFloodWaits(database, keyId, at(0))).toEqual(
      new Map([
        ['messages.GetHistory', at(30)],
        ['contacts.ResolveUsername', at(5)],
      ]),
    );
    expect([...(await loadFloodWaits(database, keyId, at(10))).keys()]).toEqual(['messages.GetHistory']);
  });

  it('are of that account alone', async () => {
    expect(await loadFloodWaits(database, 'another key', at(0))).toEqual(new Map());
  });
});

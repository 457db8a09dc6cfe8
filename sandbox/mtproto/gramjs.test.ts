import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Api, type TelegramClient } from 'telegram';
import { ConnectionTCPFull, ConnectionTCPObfuscated } from 'telegram/network/index.js';
import { describe, expect, it } from 'vitest';
import { ALICE } from './answers.test-client.ts';
import { createAuthorizedKey } from './authorized-key.ts';
import type { DataCentre } from './data-centre.ts';
import { createGramjs, type GramjsOptions } from './gramjs.test-client.ts';
import { hasLeadingZero } from './handshake.ts';
import { openKeyStore } from './key-store.ts';
import { closeAfterTest, rsaKey, startDataCentre } from './start-data-centre.test-client.ts';
import { toStringSession } from './string-session.ts';

async function connectGramjs(
  dataCentres: DataCentre[],
  options: Partial<GramjsOptions> = {},
): Promise<TelegramClient> {
  const client = createGramjs({ dataCentres, rsaKey, ...options });
  closeAfterTest(() => client.destroy());
  expect(await client.connect()).toBe(true);
  return client;
}

function sessionOf(dataCentre: DataCentre): string {
  const authKey = createAuthorizedKey(dataCentre.keyStore, '5000000001');
  return toStringSession({ dcId: dataCentre.id, ip: dataCentre.announcedIp, port: 20_000, authKey });
}

describe('GramJS', () => {
  it('makes a key, and reads a user exactly as it was answered', async () => {
    const client = await connectGramjs([await startDataCentre()]);
    const [user] = await client.invoke(new Api.users.GetUsers({ id: [new Api.InputUserSelf()] }));
    if (!(user instanceof Api.User)) throw new Error('no user');
    expect(user.id.toString()).toBe(ALICE.id.toString());
    expect(user.accessHash?.toString()).toBe(ALICE.access_hash.toString());
    expect([user.firstName, user.username, user.premium, user.bot]).toEqual(['Алиса', 'alice', true, false]);
  });

  it('makes another key when the first one is refused with dh_gen_retry', async () => {
    const refused: Buffer[] = [];
    const dataCentre = await startDataCentre({
      mustRetry: (authKey) => hasLeadingZero(authKey) || refused.push(authKey) < 2,
    });
    const client = await connectGramjs([dataCentre]);
    await client.invoke(new Api.updates.GetState());
    expect(refused).toHaveLength(2);
  });

  it('is logged in at once with a session made here', async () => {
    const dataCentre = await startDataCentre();
    const client = await connectGramjs([dataCentre], { session: sessionOf(dataCentre) });
    await client.invoke(new Api.updates.GetState());
    expect(dataCentre.keyStore.list()).toHaveLength(1);
    expect(dataCentre.openConnections()).toMatchObject([{ transport: 'full', userId: '5000000001' }]);
  });

  it.each([
    ['full', ConnectionTCPFull],
    ['obfuscated abridged', ConnectionTCPObfuscated],
  ])('gets large zipped answers and sends large zipped requests over %s', async (name, connection) => {
    const dataCentre = await startDataCentre();
    const client = await connectGramjs([dataCentre], { connection });
    const { message } = await client.invoke(new Api.help.GetInviteText());
    expect(message).toBe('длинный текст '.repeat(2000));
    const text = 'слово '.repeat(5000);
    const sent = await client.invoke(
      new Api.messages.SendMessage({ peer: new Api.InputPeerSelf(), message: text }),
    );
    expect(sent).toMatchObject({ date: text.length });
    expect(dataCentre.openConnections()[0]?.transport).toBe(name);
  });

  it('gets the error a method throws, with its code', async () => {
    const client = await connectGramjs([await startDataCentre()]);
    const call = client.invoke(new Api.contacts.ResolveUsername({ username: 'nobody' }));
    await expect(call).rejects.toMatchObject({ code: 400, errorMessage: 'USERNAME_NOT_OCCUPIED' });
  });

  it('answers fifty calls at once, each its own', async () => {
    const client = await connectGramjs([await startDataCentre()]);
    const lengths = Array.from({ length: 50 }, (_, index) => index);
    const answers = await Promise.all(
      lengths.map((length) =>
        client.invoke(
          new Api.messages.SendMessage({ peer: new Api.InputPeerSelf(), message: '.'.repeat(length) }),
        ),
      ),
    );
    expect(answers.map((answer) => (answer instanceof Api.UpdateShort ? answer.date : null))).toEqual(
      lengths,
    );
  });

  it('gets updates pushed to its user, and nobody else does', async () => {
    const dataCentre = await startDataCentre();
    const client = await connectGramjs([dataCentre], { session: sessionOf(dataCentre) });
    const got: string[] = [];
    client.addEventHandler((update: Api.TypeUpdate) => {
      if (update instanceof Api.UpdateUserName) got.push(update.firstName);
    });
    await client.invoke(new Api.updates.GetState());
    const update = (first_name: string) => ({
      _: 'updateShort',
      update: { _: 'updateUserName', user_id: 1n, first_name, last_name: '', usernames: [] },
      date: 1_700_000_000,
    });
    dataCentre.push('6000000000', update('for somebody else'));
    dataCentre.push('5000000001', update('Боб'));
    await expect.poll(() => got).toEqual(['Боб']);
  });

  it('comes back with the key it has after the server was restarted', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'keys-'));
    closeAfterTest(() => rmSync(folder, { recursive: true }));
    const file = join(folder, 'keys.jsonl');
    const first = await startDataCentre({ keyStore: openKeyStore(file) });
    const { port } = first.address;
    const client = await connectGramjs([first], { session: sessionOf(first) });
    await client.invoke(new Api.updates.GetState());
    await first.close();
    const second = await startDataCentre({ keyStore: openKeyStore(file), port });
    await expect.poll(() => second.openConnections().length, { timeout: 10_000 }).toBeGreaterThan(0);
    const state = await client.invoke(new Api.updates.GetState());
    expect(state.pts).toBe(1);
    expect(second.keyStore.list()).toHaveLength(1);
  });

  it('forgets for good what it is asked between its last packet and its next connection', async () => {
    const dataCentre = await startDataCentre();
    const client = await connectGramjs([dataCentre], { session: sessionOf(dataCentre) });
    await client.invoke(new Api.updates.GetState());
    for (const connection of dataCentre.openConnections()) connection.close();
    await expect.poll(() => client._sender?.isReconnecting, { interval: 1 }).toBe(true);
    // The first one ends the loop that sends, and is sent again; nothing takes the second one up.
    const first = client.invoke(new Api.updates.GetState());
    // Turns of promises alone: no timer of the client's can come between.
    for (let turn = 0; turn < 500; turn += 1) await null;
    let isAnswered = false;
    const second = client.invoke(new Api.updates.GetState()).finally(() => {
      isAnswered = true;
    });
    second.catch(() => undefined);
    expect((await first).pts).toBe(1);
    expect((await client.invoke(new Api.updates.GetState())).pts).toBe(1);
    expect(isAnswered).toBe(false);
  });

  it('calls another data centre with an exported authorization', async () => {
    const home = await startDataCentre();
    const other = await startDataCentre({ id: 4, announcedIp: '127.0.1.4' });
    const client = await connectGramjs([home, other], { session: sessionOf(home) });
    const users = await client.invoke(new Api.users.GetUsers({ id: [new Api.InputUserSelf()] }), 4);
    expect(users).toHaveLength(1);
    expect(other.keyStore.list().map(({ authorization }) => authorization.userId)).toEqual(['5000000001']);
  });
});

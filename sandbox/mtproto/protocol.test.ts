import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { TlObject } from '#sandbox/tl/tl-object.ts';
import { writeTl } from '#sandbox/tl/write-tl.ts';
import { createAuthorizedKey } from './authorized-key.ts';
import type { DataCentre, DataCentreOptions } from './data-centre.ts';
import { connectRaw } from './raw.test-client.ts';
import { type RawClient, withLayer } from './raw-client.test-client.ts';
import { startDataCentre } from './start-data-centre.test-client.ts';

const getState: TlObject = { _: 'updates.getState' };

/** A connected client that knows the salt and has named its layer. */
async function aClient(
  options: Partial<DataCentreOptions> = {},
): Promise<{ client: RawClient; dataCentre: DataCentre; authKey: Buffer }> {
  const dataCentre = await startDataCentre(options);
  const authKey = createAuthorizedKey(dataCentre.keyStore, '5000000001');
  const client = await connectRaw(dataCentre, authKey);
  client.request(withLayer(getState));
  const { object } = await client.next('bad_server_salt');
  client.salt = object.new_server_salt as bigint;
  const id = client.request(withLayer(getState));
  await expectResult(client, id);
  return { client, dataCentre, authKey };
}

async function expectResult(client: RawClient, id: bigint): Promise<TlObject> {
  const { object } = await client.next('rpc_result');
  expect(object.req_msg_id).toBe(id);
  return object.result as TlObject;
}

describe('a session', () => {
  it('is told the salt once, is announced once, and then answered', async () => {
    const { client } = await aClient();
    expect((await client.next('new_session_created')).object.server_salt).toBe(client.salt);
    expect(await expectResult(client, client.request(getState))).toMatchObject({
      _: 'updates.state',
      pts: 1,
    });
    expect(client.received.map(({ object }) => object._)).not.toContain('new_session_created');
  });

  it('gets pong, future salts and message states bare, not inside rpc_result', async () => {
    const { client } = await aClient();
    const pingId = client.request({ _: 'ping', ping_id: 77n });
    expect((await client.next('pong')).object).toMatchObject({ msg_id: pingId, ping_id: 77n });
    const saltsId = client.request({ _: 'get_future_salts', num: 3 });
    const { object } = await client.next('future_salts');
    expect(object.req_msg_id).toBe(saltsId);
    expect((object.salts as TlObject[])[0]?.salt).toBe(client.salt);
    expect(object.salts).toHaveLength(3);
    const unknown = client.messageId(-100);
    const stateId = client.request({ _: 'msgs_state_req', msg_ids: [unknown, pingId, client.messageId(20)] });
    const state = (await client.next('msgs_state_info')).object;
    expect(state.req_msg_id).toBe(stateId);
    expect([...(state.info as Buffer)]).toEqual([1, 4 | 16, 3]);
  });

  it('numbers its messages: answers 1 modulo 4, notices 3, content odd, ids growing', async () => {
    const { client } = await aClient();
    const created = await client.next('new_session_created');
    client.request(getState);
    const answer = await client.next('rpc_result');
    client.request({ _: 'ping', ping_id: 1n });
    const pong = await client.next('pong');
    expect([created.messageId & 3n, answer.messageId & 3n, pong.messageId & 3n]).toEqual([3n, 1n, 1n]);
    expect([created.sequence & 1, answer.sequence & 1, pong.sequence & 1]).toEqual([1, 1, 0]);
    expect(answer.messageId).toBeGreaterThan(created.messageId);
    expect(answer.sequence).toBeGreaterThan(created.sequence);
  });

  it('acknowledges a request that takes long, and only then', async () => {
    let finish = (): void => {};
    const held = new Promise<void>((resolve) => {
      finish = resolve;
    });
    const { client } = await aClient({
      handler: async ({ request }) => {
        if (request._ === 'help.getInviteText') await held;
        return { _: 'updates.state', pts: 1, qts: 0, date: 1, seq: 1, unread_count: 0 };
      },
    });
    await expectResult(client, client.request({ _: 'updates.getState' }));
    expect(client.received.map(({ object }) => object._)).not.toContain('msgs_ack');
    const id = client.request({ _: 'help.getInviteText' });
    expect((await client.next('msgs_ack')).object.msg_ids).toContain(id);
    client.request({ _: 'msgs_state_req', msg_ids: [id] });
    expect([...((await client.next('msgs_state_info')).object.info as Buffer)]).toEqual([4 | 32]);
    finish();
  });

  it('sends the same answer again to a repeated request without running it twice', async () => {
    let runs = 0;
    const { client } = await aClient({
      handler: async () => {
        runs += 1;
        return { _: 'updates.state', pts: runs, qts: 0, date: 1, seq: 1, unread_count: 0 };
      },
    });
    const before = runs;
    const messageId = client.messageId();
    client.send({ messageId, sequence: 101, body: getState });
    const first = await client.next('rpc_result');
    client.send({ messageId, sequence: 101, body: getState });
    const second = await client.next('rpc_result');
    expect([second.messageId, second.object]).toEqual([first.messageId, first.object]);
    expect(runs).toBe(before + 1);
  });

  it('resends on request until acknowledged, and to the next connection of the session', async () => {
    const { client, dataCentre, authKey } = await aClient();
    client.request(getState);
    const { messageId } = await client.next('rpc_result');
    client.request({ _: 'msg_resend_req', msg_ids: [messageId] });
    expect((await client.next('rpc_result')).messageId).toBe(messageId);
    const again = await connectRaw(dataCentre, authKey, client.sessionId);
    again.salt = client.salt;
    again.send({ messageId: again.messageId(), sequence: 501, body: { _: 'ping', ping_id: 5n } });
    await again.next('pong');
    await expect.poll(() => again.received.map((message) => message.messageId)).toContain(messageId);
    const acknowledgement = { _: 'msgs_ack', msg_ids: [messageId] };
    again.send({ messageId: again.messageId(), sequence: 502, body: acknowledgement });
    again.request({ _: 'msg_resend_req', msg_ids: [messageId] });
    await again.next('msgs_state_info');
  });

  it('takes acknowledgements with an odd number, as mtcute sends them', async () => {
    const { client } = await aClient();
    client.send({ messageId: client.messageId(), sequence: 601, body: getState });
    const { messageId } = await client.next('rpc_result');
    const acknowledgement = { _: 'msgs_ack', msg_ids: [messageId] };
    client.send({ messageId: client.messageId(), sequence: 603, body: acknowledgement });
    client.send({ messageId: client.messageId(), sequence: 605, body: getState });
    await client.next('rpc_result');
    expect(client.received.map(({ object }) => object._)).not.toContain('bad_msg_notification');
  });

  it('runs all messages of a container and refuses it the second time', async () => {
    const { client } = await aClient();
    const ids = [client.messageId(), client.messageId()];
    const bodies = [writeTl(198, getState), writeTl(198, { _: 'ping', ping_id: 9n })];
    const head = Buffer.alloc(8);
    head.writeUInt32LE(0x73f1f8dc);
    head.writeInt32LE(2, 4);
    const parts = ids.map((id, index) => {
      const header = Buffer.alloc(16);
      header.writeBigInt64LE(id);
      header.writeInt32LE(201 + index * 2, 8);
      header.writeInt32LE(bodies[index]?.length ?? 0, 12);
      return Buffer.concat([header, bodies[index] ?? Buffer.alloc(0)]);
    });
    const container = { messageId: client.messageId(), sequence: 200, body: Buffer.concat([head, ...parts]) };
    client.send({ ...container, messageId: client.messageId(), sequence: 201 });
    expect((await client.next('bad_msg_notification')).object.error_code).toBe(34);
    client.send(container);
    await client.next('pong');
    await client.next('rpc_result');
    client.send(container);
    expect((await client.next('bad_msg_notification')).object.error_code).toBe(19);
  });

  it('may destroy another session and its own key', async () => {
    const { client, dataCentre } = await aClient();
    client.request({ _: 'destroy_session', session_id: 12345n });
    expect((await client.next('destroy_session_none')).object.session_id).toBe(12345n);
    client.request({ _: 'destroy_auth_key' });
    await client.next('destroy_auth_key_ok');
    expect(dataCentre.keyStore.list()).toEqual([]);
  });

  it('is dropped when it does not ping in the time it named itself', async () => {
    const { client } = await aClient();
    client.request({ _: 'ping_delay_disconnect', ping_id: 1n, disconnect_delay: 1 });
    await client.next('pong');
    await expect.poll(() => client.isClosed, { timeout: 3000 }).toBe(true);
  });
});

describe('a message that breaks a rule', () => {
  it.each([
    ['older than 300 s', 16, (client: RawClient) => ({ messageId: client.messageId(-301), sequence: 1 })],
    ['more than 30 s ahead', 17, (client: RawClient) => ({ messageId: client.messageId(32), sequence: 1 })],
    [
      'not divisible by four',
      18,
      (client: RawClient) => ({ messageId: client.messageId() + 1n, sequence: 1 }),
    ],
    ['with an even number', 35, (client: RawClient) => ({ messageId: client.messageId(), sequence: 400 })],
  ])('is refused: %s', async (_name, code, build) => {
    const { client } = await aClient();
    const { messageId, sequence } = build(client);
    client.send({ messageId, sequence, body: getState });
    const { object } = await client.next('bad_msg_notification');
    expect(object).toMatchObject({ bad_msg_id: messageId, bad_msg_seqno: sequence, error_code: code });
  });

  it('gets an rpc error where it is no request of the schema', async () => {
    const { client } = await aClient();
    const garbage = Buffer.from('01020304', 'hex');
    client.send({ messageId: client.messageId(), sequence: 301, body: garbage });
    expect((await client.next('rpc_result')).object.result).toMatchObject({
      error_message: 'INPUT_METHOD_INVALID',
    });
    const truncated = writeTl(198, { _: 'contacts.resolveUsername', username: 'abcdefgh' }).subarray(0, 8);
    client.send({ messageId: client.messageId(), sequence: 303, body: truncated });
    expect((await client.next('rpc_result')).object.result).toMatchObject({
      error_message: 'INPUT_FETCH_ERROR',
    });
    client.send({ messageId: client.messageId(), sequence: 305, body: { _: 'inputPeerSelf' } });
    expect((await client.next('rpc_result')).object.result).toMatchObject({
      error_message: 'INPUT_METHOD_INVALID',
    });
  });

  it('ends the connection with -404 where the key is unknown, silently where the message key is wrong', async () => {
    const dataCentre = await startDataCentre();
    const stranger = await connectRaw(dataCentre, randomBytes(256));
    stranger.request(getState);
    await expect.poll(() => stranger.isClosed).toBe(true);
    expect(stranger.transportError).toBe(-404);
    const authKey = createAuthorizedKey(dataCentre.keyStore, '5000000001');
    const liar = await connectRaw(dataCentre, authKey);
    const packet = Buffer.concat([Buffer.from([72, 0, 0, 0]), randomBytes(72)]);
    Buffer.from(dataCentre.keyStore.list()[0]?.authKeyId ?? '', 'hex').copy(packet, 4);
    liar.socket.write(packet);
    await expect.poll(() => liar.isClosed).toBe(true);
    expect(liar.transportError).toBeNull();
  });

  it('is refused by a method call before initConnection', async () => {
    const dataCentre = await startDataCentre();
    const client = await connectRaw(dataCentre, createAuthorizedKey(dataCentre.keyStore, '5000000001'));
    client.request(getState);
    client.salt = (await client.next('bad_server_salt')).object.new_server_salt as bigint;
    client.request(getState);
    expect((await client.next('rpc_result')).object.result).toMatchObject({
      error_code: 400,
      error_message: 'CONNECTION_NOT_INITED',
    });
  });

  it('gets 500 INTERNAL where the method itself fails, and the failure is reported', async () => {
    const failures: unknown[] = [];
    const { client } = await aClient({
      onFailure: (failure) => failures.push(failure),
      handler: async ({ request }) => {
        if (request._ === 'help.getInviteText') throw new Error('a bug');
        if (request._ === 'help.getNearestDc') return { _: 'nearestDc', country: 'NL', this_dc: 2 };
        return { _: 'updates.state', pts: 1, qts: 0, date: 1, seq: 1, unread_count: 0 };
      },
    });
    client.request({ _: 'help.getInviteText' });
    expect((await client.next('rpc_result')).object.result).toMatchObject({
      error_code: 500,
      error_message: 'INTERNAL',
    });
    client.request({ _: 'help.getNearestDc' });
    expect((await client.next('rpc_result')).object.result).toMatchObject({ error_message: 'INTERNAL' });
    expect(failures.map(String)).toEqual([
      'Error: a bug',
      'TlError: help.getNearestDc > nearestDc.nearest_dc: expected an integer, got nothing',
    ]);
  });
});

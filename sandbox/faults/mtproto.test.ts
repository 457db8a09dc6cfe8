import { once } from 'node:events';
import { connect } from 'node:net';
import { Api } from 'telegram';
import { describe, expect, it } from 'vitest';
import { answerForTests } from '#sandbox/mtproto/answers.test-client.ts';
import { createAuthorizedKey } from '#sandbox/mtproto/authorized-key.ts';
import { createGramjs } from '#sandbox/mtproto/gramjs.test-client.ts';
import { openKeyStore } from '#sandbox/mtproto/key-store.ts';
import { createMtcute } from '#sandbox/mtproto/mtcute.test-client.ts';
import { connectRaw } from '#sandbox/mtproto/raw.test-client.ts';
import { type RawClient, withLayer } from '#sandbox/mtproto/raw-client.test-client.ts';
import type { RpcHandler } from '#sandbox/mtproto/rpc-call.ts';
import { closeAfterTest, rsaKey, startDataCentre } from '#sandbox/mtproto/start-data-centre.test-client.ts';
import type { TlObject } from '#sandbox/tl/tl-object.ts';
import { faultDataCentre } from './fault-data-centre.ts';
import { applyRpcFault } from './fault-rpc.ts';
import type { FaultEffect } from './fault-rule.ts';
import { createFaults } from './faults.ts';

const getState: TlObject = { _: 'updates.getState' };
const userId = '5000000001';

/** A data centre whose calls are subject to rules; `runs` counts the calls that were carried out. */
async function aFaultyDataCentre() {
  const faults = createFaults();
  const runs: string[] = [];
  const handler: RpcHandler = async (call) => {
    await applyRpcFault(faults, call);
    runs.push(call.request._);
    return answerForTests(call, [[2, '127.0.1.2', 443]]);
  };
  const keyStore = openKeyStore(null);
  const dataCentre = await startDataCentre({ handler, keyStore, ...faultDataCentre(faults, 2) });
  const authKey = createAuthorizedKey(keyStore, userId);
  return { faults, runs, dataCentre, keyStore, authKey };
}

async function aRawClient() {
  const centre = await aFaultyDataCentre();
  const client = await connectRaw(centre.dataCentre, centre.authKey);
  client.request(withLayer(getState));
  client.salt = (await client.next('bad_server_salt')).object.new_server_salt as bigint;
  client.request(withLayer(getState));
  await client.next('rpc_result');
  centre.runs.length = 0;
  return { ...centre, client };
}

async function resultOf(client: RawClient): Promise<unknown> {
  return (await client.next('rpc_result')).object.result;
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

describe('an answer of failure', () => {
  it.each<[FaultEffect, number, string]>([
    [{ kind: 'flood-wait', seconds: 17 }, 420, 'FLOOD_WAIT_17'],
    [{ kind: 'flood-wait', seconds: 4, isPremium: true }, 420, 'FLOOD_PREMIUM_WAIT_4'],
    [{ kind: 'error', code: 500, description: 'RPC_CALL_FAIL' }, 500, 'RPC_CALL_FAIL'],
    [{ kind: 'error', code: -503, description: 'Timeout' }, -503, 'Timeout'],
    [{ kind: 'error', code: 420, description: 'FROZEN_METHOD_INVALID' }, 420, 'FROZEN_METHOD_INVALID'],
    [{ kind: 'revoke', text: 'SESSION_REVOKED' }, 401, 'SESSION_REVOKED'],
    [{ kind: 'duplicated-key' }, 406, 'AUTH_KEY_DUPLICATED'],
  ])('reaches the client as code and text: %o', async (effect, code, text) => {
    const { client, faults, runs } = await aRawClient();
    faults.add({ method: 'updates.getState', userId, count: 1, effect });
    client.request(getState);
    expect(await resultOf(client)).toMatchObject({ error_code: code, error_message: text });
    client.request(getState);
    expect(await resultOf(client)).toMatchObject({ _: 'updates.state' });
    expect(runs).toEqual(['updates.getState']);
  });

  it('of an ended login takes the user off the auth key for good', async () => {
    const { client, faults, keyStore } = await aRawClient();
    faults.add({ method: '*', count: 1, effect: { kind: 'revoke', text: 'AUTH_KEY_UNREGISTERED' } });
    client.request(getState);
    await resultOf(client);
    expect(keyStore.list()[0]?.authorization.userId).toBeNull();
  });
});

describe('on the wire', () => {
  it('a slow call is answered late', async () => {
    const { client, faults } = await aRawClient();
    faults.add({ method: '*', delayMs: 150 });
    const begun = performance.now();
    client.request(getState);
    await resultOf(client);
    expect(performance.now() - begun).toBeGreaterThan(140);
  });

  it('a silent call is neither carried out nor answered, and the connection goes on', async () => {
    const { client, faults, runs } = await aRawClient();
    faults.add({ method: '*', count: 1, effect: { kind: 'silent' } });
    const lost = client.request(getState);
    const answered = client.request(getState);
    expect((await client.next('rpc_result')).object.req_msg_id).toBe(answered);
    await pause(50);
    expect(client.received.some(({ object }) => object.req_msg_id === lost)).toBe(false);
    expect(runs).toEqual(['updates.getState']);
  });

  it('a lost answer belongs to a call that was carried out', async () => {
    const { client, faults, runs } = await aRawClient();
    faults.add({ method: '*', count: 1, effect: { kind: 'lost-answer' } });
    client.request(getState);
    client.request({ _: 'ping', ping_id: 1n });
    await client.next('pong');
    await pause(30);
    expect(client.received.map(({ object }) => object._)).not.toContain('rpc_result');
    expect(runs).toEqual(['updates.getState']);
  });

  it('a reset ends the socket', async () => {
    const { client, faults } = await aRawClient();
    faults.add({ method: '*', effect: { kind: 'reset' } });
    const failed = once(client.socket, 'error');
    client.request(getState);
    expect((await failed)[0]).toMatchObject({ code: 'ECONNRESET' });
  });

  it('a half-open connection takes everything and answers nothing, while others are served', async () => {
    const { client, faults, dataCentre, authKey } = await aRawClient();
    faults.add({ method: '*', count: 1, effect: { kind: 'half-open' } });
    client.request(getState);
    await pause(30);
    client.received.length = 0;
    client.request({ _: 'ping', ping_id: 1n });
    await pause(60);
    expect([client.received, client.isClosed]).toEqual([[], false]);
    const other = await connectRaw(dataCentre, authKey);
    other.salt = client.salt;
    other.request(getState);
    expect(await resultOf(other)).toMatchObject({ _: 'updates.state' });
  });

  it('a duplicate is the same message twice', async () => {
    const { client, faults } = await aRawClient();
    faults.add({ method: '*', count: 1, effect: { kind: 'duplicate' } });
    client.request(getState);
    const first = await client.next('rpc_result');
    const second = await client.next('rpc_result');
    expect([second.messageId, second.sequence]).toEqual([first.messageId, first.sequence]);
  });

  it('a reordered answer comes after a younger one, or a second later by itself', async () => {
    const { client, faults } = await aRawClient();
    faults.add({ method: '*', count: 1, effect: { kind: 'reorder' } });
    const first = client.request(getState);
    await pause(20);
    const second = client.request(getState);
    const answers = [await client.next('rpc_result'), await client.next('rpc_result')];
    expect(answers.map(({ object }) => object.req_msg_id)).toEqual([second, first]);
    expect(answers[1]?.messageId).toBeLessThan(answers[0]?.messageId ?? 0n);
    faults.add({ method: '*', count: 1, effect: { kind: 'reorder' } });
    const alone = client.request(getState);
    expect((await client.next('rpc_result')).object.req_msg_id).toBe(alone);
  });

  it('a forgotten key ends the connection with -404, again and again', async () => {
    const { client, faults, dataCentre, authKey } = await aRawClient();
    faults.add({ method: '*', count: 1, effect: { kind: 'forgotten-key' } });
    client.request(getState);
    await expect.poll(() => client.isClosed).toBe(true);
    expect(client.transportError).toBe(-404);
    const again = await connectRaw(dataCentre, authKey);
    again.request(getState);
    await expect.poll(() => again.transportError).toBe(-404);
  });

  it('expired salts are refused with the new one', async () => {
    const { client, faults, runs } = await aRawClient();
    faults.add({ method: '*', count: 1, effect: { kind: 'bad-salt' } });
    const id = client.request(getState);
    const { object } = await client.next('bad_server_salt');
    expect(object).toMatchObject({ bad_msg_id: id, error_code: 48 });
    expect(object.new_server_salt).not.toBe(client.salt);
    client.request(getState);
    expect((await client.next('bad_server_salt')).object.new_server_salt).toBe(object.new_server_salt);
    client.salt = object.new_server_salt as bigint;
    client.request(getState);
    expect(await resultOf(client)).toMatchObject({ _: 'updates.state' });
    expect(runs).toEqual(['updates.getState']);
  });

  it('a wrong clock refuses right message ids: 17 while it is slow, 16 while it is fast', async () => {
    const { client, faults } = await aRawClient();
    const rule = faults.add({ method: '*', effect: { kind: 'clock-skew', seconds: -100 } });
    client.request(getState);
    const slow = await client.next('bad_msg_notification');
    expect(slow.object.error_code).toBe(17);
    faults.remove(rule.id);
    faults.add({ method: '*', dcId: 2, effect: { kind: 'clock-skew', seconds: 400 } });
    client.request(getState);
    const fast = await client.next('bad_msg_notification');
    expect(fast.object.error_code).toBe(16);
    expect(Number(fast.messageId >> 32n) - Date.now() / 1000).toBeGreaterThan(398);
  });

  it('a new connection may be reset or half-open from its beginning', async () => {
    const { faults, dataCentre } = await aRawClient();
    const { host, port } = dataCentre.address;
    faults.add({ method: 'connect', dcId: 2, count: 1, effect: { kind: 'reset' } });
    const refused = connect(port, host);
    expect((await once(refused, 'error'))[0]).toMatchObject({ code: 'ECONNRESET' });
    faults.add({ method: 'connect', count: 1, effect: { kind: 'half-open' } });
    const mute = connect(port, host);
    closeAfterTest(() => mute.destroy());
    await once(mute, 'connect');
    const answers: Buffer[] = [];
    mute.on('data', (chunk: Buffer) => answers.push(chunk));
    // Bytes of no transport end a connection that is served.
    mute.write('GET / HTTP/1.1\r\n\r\n'.repeat(10));
    await pause(60);
    expect([answers, mute.destroyed, mute.readableEnded]).toEqual([[], false, false]);
  });
});

describe('real clients', () => {
  const survivable: (FaultEffect & { count: number })[] = [
    { kind: 'duplicate', count: 5 },
    { kind: 'reorder', count: 2 },
    { kind: 'bad-salt', count: 5 },
    // Clients wait for seconds before they connect again.
    { kind: 'reset', count: 1 },
  ];

  it.each(survivable)('GramJS gets its answers in spite of $kind', async ({ count, ...effect }) => {
    const { faults, dataCentre } = await aFaultyDataCentre();
    const client = createGramjs({ dataCentres: [dataCentre], rsaKey });
    closeAfterTest(() => client.destroy());
    await client.connect();
    faults.add({ method: 'updates.GetState', share: 0.5, count, effect });
    for (let round = 0; round < 12; round += 1) {
      const states = await Promise.all([1, 2].map(() => client.invoke(new Api.updates.GetState())));
      expect(states.map(({ pts }) => pts)).toEqual([1, 1]);
    }
    expect(faults.list()[0]?.hits).toBe(count);
  });

  it.each(survivable)('mtcute gets its answers in spite of $kind', async ({ count, ...effect }) => {
    const { faults, dataCentre } = await aFaultyDataCentre();
    const client = await createMtcute({ dataCentre, rsaKey });
    closeAfterTest(() => client.destroy());
    await client.call({ _: 'updates.getState' });
    faults.add({ method: 'updates.getState', share: 0.5, count, effect });
    for (let round = 0; round < 12; round += 1) {
      const states = await Promise.all([1, 2].map(() => client.call({ _: 'updates.getState' })));
      expect(states.map(({ pts }) => pts)).toEqual([1, 1]);
    }
    expect(faults.list()[0]?.hits).toBe(count);
  });

  it.each([-3600, 3600])('set their clocks by a server that is off by %i s', async (seconds) => {
    const { faults, dataCentre } = await aFaultyDataCentre();
    faults.add({ method: '*', effect: { kind: 'clock-skew', seconds } });
    const gramjs = createGramjs({ dataCentres: [dataCentre], rsaKey });
    closeAfterTest(() => gramjs.destroy());
    await gramjs.connect();
    const mtcute = await createMtcute({ dataCentre, rsaKey });
    closeAfterTest(() => mtcute.destroy());
    expect(await mtcute.call({ _: 'updates.getState' })).toMatchObject({ pts: 1 });
    expect(await gramjs.invoke(new Api.updates.GetState())).toMatchObject({ pts: 1 });
  });

  it('set their clocks anew when the server’s jumps ahead of them', async () => {
    const { faults, dataCentre } = await aFaultyDataCentre();
    const gramjs = createGramjs({ dataCentres: [dataCentre], rsaKey });
    closeAfterTest(() => gramjs.destroy());
    await gramjs.connect();
    const mtcute = await createMtcute({ dataCentre, rsaKey });
    closeAfterTest(() => mtcute.destroy());
    await mtcute.call({ _: 'updates.getState' });
    faults.add({ method: '*', effect: { kind: 'clock-skew', seconds: 3600 } });
    expect(await mtcute.call({ _: 'updates.getState' })).toMatchObject({ pts: 1 });
    expect(await gramjs.invoke(new Api.updates.GetState())).toMatchObject({ pts: 1 });
  });
});

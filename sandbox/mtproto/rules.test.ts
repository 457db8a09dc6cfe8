import { describe, expect, it } from 'vitest';
import type { TlObject } from '#sandbox/tl/tl-object.ts';
import { writeTl } from '#sandbox/tl/write-tl.ts';
import { answerForTests } from './answers.test-client.ts';
import { createAuthorizedKey } from './authorized-key.ts';
import { writeContainer } from './container.ts';
import type { DataCentreOptions } from './data-centre.ts';
import { createMessageLog } from './message-log.ts';
import { connectRaw } from './raw.test-client.ts';
import { type RawClient, withLayer } from './raw-client.test-client.ts';
import { startDataCentre } from './start-data-centre.test-client.ts';

const getState: TlObject = { _: 'updates.getState' };

/** A client that knows its salt, and a handler whose calls wait until `finish`, apart from updates.getState. */
async function aClient(options: Partial<DataCentreOptions> = {}) {
  const calls: TlObject[] = [];
  let finish = (): void => {};
  const held = new Promise<void>((resolve) => {
    finish = resolve;
  });
  const dataCentre = await startDataCentre({
    handler: async (call) => {
      calls.push(call.request);
      if (call.request._ !== 'updates.getState') await held;
      return answerForTests(call, []);
    },
    ...options,
  });
  const client = await connectRaw(dataCentre, createAuthorizedKey(dataCentre.keyStore, '5000000001'));
  client.request(withLayer(getState));
  client.salt = (await client.next('bad_server_salt')).object.new_server_salt as bigint;
  client.request(withLayer(getState));
  await client.next('rpc_result');
  return { client, finish, calls };
}

async function refusalOf(client: RawClient): Promise<unknown> {
  return (await client.next('bad_msg_notification')).object.error_code;
}

describe('sequence numbers', () => {
  it('that do not grow with the message ids are too low', async () => {
    const { client } = await aClient();
    client.send({ messageId: client.messageId(), sequence: 101, body: getState });
    await client.next('rpc_result');
    client.send({ messageId: client.messageId(), sequence: 101, body: getState });
    expect(await refusalOf(client)).toBe(32);
    client.send({ messageId: client.messageId(), sequence: 103, body: getState });
    expect((await client.next('rpc_result')).object.result).toMatchObject({ _: 'updates.state' });
  });

  it('that grow while the message ids fall are too high', async () => {
    const { client } = await aClient();
    const earlier = client.messageId();
    client.request(getState);
    await client.next('rpc_result');
    client.send({ messageId: earlier, sequence: 201, body: getState });
    expect(await refusalOf(client)).toBe(33);
  });
});

describe('a message inside a container', () => {
  const second = 1n << 32n;

  it.each([
    { name: 'not divisible by four', code: 18, wrong: (good: bigint) => good + 1n },
    { name: 'a server would give', code: 18, wrong: (good: bigint) => good + 3n },
    { name: 'of 310 seconds ago', code: 16, wrong: (good: bigint) => good - 310n * second },
    // A container may not be older than what is inside, so this one is wrong as a whole.
    { name: 'of a minute ahead', code: 64, wrong: (good: bigint) => good + 60n * second },
  ])('with an id $name is refused with $code and not carried out', async ({ code, wrong }) => {
    const { client, calls } = await aClient();
    const username = (name: string) => ({ _: 'contacts.resolveUsername', username: name });
    const refused = wrong(client.messageId());
    const messages = [
      { messageId: refused, sequence: 101, body: writeTl(198, username('wrong')) },
      { messageId: client.messageId(), sequence: 103, body: writeTl(198, getState) },
    ];
    const [container] = writeContainer(messages, (body) => ({
      messageId: client.messageId(),
      sequence: 104,
      body,
    }));
    if (container === undefined) throw new Error('no container was made');
    client.send(container);
    const { object } = await client.next('bad_msg_notification');
    expect(object).toMatchObject({
      bad_msg_id: code === 64 ? container.messageId : refused,
      bad_msg_seqno: code === 64 ? container.sequence : 101,
      error_code: code,
    });
    if (code === 64) client.request(getState);
    expect((await client.next('rpc_result')).object.result).toMatchObject({ _: 'updates.state' });
    expect(calls).not.toContainEqual(username('wrong'));
  });
});

describe('the log of received messages', () => {
  const second = (at: number): bigint => BigInt(at) << 32n;

  it('knows what it has seen, and says so where it can no longer know', () => {
    const log = createMessageLog();
    expect(log.add(second(1000), 1000)).toBe('new');
    expect(log.add(second(1000), 1000)).toBe('seen');
    expect(log.add(second(1400), 1400)).toBe('new');
    expect(log.add(second(1000), 1400)).toBe('forgotten');
    expect(log.add(second(1000) - 4n, 1400)).toBe('forgotten');
    expect(log.add(second(1000) + 4n, 1400)).toBe('new');
  });

  it('refuses a message of which it cannot know with 20', async () => {
    const { client } = await aClient();
    const early = client.messageId(-100);
    const acknowledgement = writeTl(198, { _: 'msgs_ack', msg_ids: [] });
    // So many that the log forgets the first of them; even numbers are those of acknowledgements.
    const messages = Array.from({ length: 20_100 }, (_, index) => ({
      messageId: early + BigInt(index * 4),
      sequence: 0,
      body: acknowledgement,
    }));
    const wrap = (body: Buffer) => ({ messageId: client.messageId(), sequence: 0, body });
    for (const container of writeContainer(messages, wrap)) client.send(container);
    client.request(getState);
    await client.next('rpc_result');
    client.send({ messageId: early, sequence: 0, body: acknowledgement });
    expect(await refusalOf(client)).toBe(20);
  });
});

describe('rpc_drop_answer', () => {
  it('keeps the answer of a running call from being sent', async () => {
    const { client, finish } = await aClient();
    const running = client.request({ _: 'help.getInviteText' });
    client.request({ _: 'rpc_drop_answer', req_msg_id: running });
    expect((await client.next('rpc_result')).object.result).toEqual({ _: 'rpc_answer_dropped_running' });
    finish();
    client.request(getState);
    await client.next('rpc_result');
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(client.received.map(({ object }) => object.req_msg_id)).not.toContain(running);
  });

  it('describes an answer that was not acknowledged, and no longer knows it then', async () => {
    const { client } = await aClient();
    const asked = client.request(getState);
    const { messageId, sequence } = await client.next('rpc_result');
    client.request({ _: 'rpc_drop_answer', req_msg_id: asked });
    expect((await client.next('rpc_result')).object.result).toMatchObject({
      _: 'rpc_answer_dropped',
      msg_id: messageId,
      seq_no: sequence,
    });
    client.request({ _: 'rpc_drop_answer', req_msg_id: asked });
    expect((await client.next('rpc_result')).object.result).toEqual({ _: 'rpc_answer_unknown' });
  });
});

describe('limits', () => {
  it('end the connection with -429 where more calls are in flight than are let in', async () => {
    const { client } = await aClient({ maxCallsInFlight: 20 });
    for (let count = 0; count < 20; count += 1) client.request({ _: 'help.getInviteText' });
    client.request({ _: 'ping', ping_id: 1n });
    await client.next('pong');
    expect(client.isClosed).toBe(false);
    client.request({ _: 'help.getInviteText' });
    await expect.poll(() => client.isClosed).toBe(true);
    expect(client.transportError).toBe(-429);
  });
});

describe('a salt', () => {
  it('is good for up to an hour, and refused with its successor after that', async () => {
    let ahead = 0;
    const { client } = await aClient({ now: () => Date.now() / 1000 + ahead });
    ahead = 1795;
    client.send({ messageId: client.messageId(ahead), sequence: 101, body: getState });
    expect((await client.next('rpc_result')).object.result).toMatchObject({ _: 'updates.state' });
    ahead = 3605;
    client.send({ messageId: client.messageId(ahead), sequence: 103, body: getState });
    const { object } = await client.next('bad_server_salt');
    expect(object.new_server_salt).not.toBe(client.salt);
    client.salt = object.new_server_salt as bigint;
    client.send({ messageId: client.messageId(ahead), sequence: 105, body: getState });
    expect((await client.next('rpc_result')).object.result).toMatchObject({ _: 'updates.state' });
  });
});

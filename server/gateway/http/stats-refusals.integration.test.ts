import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { channelIdSchema } from '#contract/channel-id.ts';
import { collector } from '#sandbox/world/people.ts';
import { saveChannelAccess } from '#server/db/queries/save-channel-access.ts';
import { channelStatsSchema, postsStatsSchema } from '#server/gateway-client/stats-answers.ts';
import { toMarkedId } from '#server/ids.ts';
import { aRecordedChannel } from '../a-recorded-channel.ts';
import { type RunningGateway, startRunningGateway } from '../running-gateway.test-client.ts';
import { anExampleChannel, day, exampleId } from './an-example-channel.ts';

const example = anExampleChannel();
const privateId = channelIdSchema.parse('1500000002');
const closed = aRecordedChannel({ id: privateId, title: 'Closed', subscribers: 12 }, [
  { id: 1, date: day, message: 'among us', views: 6, forwards: 0 },
]);

let running: RunningGateway;

beforeAll(async () => {
  running = await startRunningGateway([{ kind: 'demo' }, example.source, closed.source]);
  // The account has met the channel of the example.
  expect((await running.stats('/channels/@example_channel')).status).toBe(200);
});

afterEach(() => running.telegram.faults.clear());

afterAll(async () => {
  expect(running.telegram.callLog.unknownMethods()).toEqual([]);
  await running.close();
  example.remove();
  closed.remove();
});

function refuseOnce(method: string, code: number, description: string): void {
  running.telegram.faults.add({ method, effect: { kind: 'error', code, description }, count: 1 });
}

describe('what cannot be answered', () => {
  it.each([
    ['/channels/2299999999', 404, { code: 'channel-unknown' }],
    ['/channels/@nobody_has_this/posts', 404, { code: 'channel-unknown' }],
    ['/channels/@ostrov_utra_chat', 422, { code: 'not-a-channel', what: 'group' }],
    ['/channels/@sam_from_nowhere', 422, { code: 'not-a-channel', what: 'user' }],
    ['/channels/@weather_sample_bot', 422, { code: 'not-a-channel', what: 'bot' }],
    ['/channels/@example_channel/messages/3', 404, { code: 'message-not-found' }],
    ['/channels/@example_channel/messages/1', 404, { code: 'message-not-found' }],
    ['/channels/@example_channel/messages/2147483647', 404, { code: 'message-not-found' }],
    ['/channels/@example_channel/posts?limit=1000', 400, { code: 'invalid-request' }],
  ])('%s is %i with %j', async (path, status, body) => {
    expect(await running.stats(path)).toMatchObject({ status, body });
  });

  it('because of trouble inside Telegram is told with its word', async () => {
    refuseOnce('messages.getHistory', 500, 'SOMETHING_BROKE');
    const answer = await running.stats(`/channels/${exampleId}/posts`);
    expect(answer).toMatchObject({
      status: 502,
      body: { code: 'telegram-trouble', reason: 'SOMETHING_BROKE' },
    });
    refuseOnce('contacts.resolveUsername', 500, 'SOMETHING_BROKE');
    expect(await running.stats('/channels/@small_machines')).toMatchObject({
      status: 502,
      body: { code: 'telegram-trouble' },
    });
  });
});

describe('an access hash that Telegram refuses', () => {
  it('is replaced by asking for the name once', async () => {
    const id = channelIdSchema.parse('2200000103');
    expect((await running.stats('/channels/@anna_pishet')).status).toBe(200);
    await running.database.query('UPDATE channel_access SET access_hash = 1 WHERE channel_id = $1', [id]);
    const before = running.callsOf('contacts.resolveUsername');
    for (const path of ['', '/posts', '/posts?limit=1']) {
      expect((await running.stats(`/channels/${id}${path}`)).status).toBe(200);
    }
    expect(running.callsOf('contacts.resolveUsername') - before).toBe(1);
  });

  it('whose channel lost its name means that the channel is gone, and nobody asks for the name again', async () => {
    const id = channelIdSchema.parse('2200000101');
    expect((await running.stats('/channels/@gorod_vesti')).status).toBe(200);
    await running.database.query('UPDATE channel_access SET access_hash = 1 WHERE channel_id = $1', [id]);
    refuseOnce('contacts.resolveUsername', 400, 'USERNAME_NOT_OCCUPIED');
    const before = running.callsOf('contacts.resolveUsername');
    for (let count = 0; count < 3; count += 1) {
      expect(await running.stats(`/channels/${id}`)).toMatchObject({
        status: 404,
        body: { code: 'channel-unknown' },
      });
    }
    expect(running.callsOf('contacts.resolveUsername') - before).toBe(1);
  });
});

describe('a private channel', () => {
  it('is shown only as far as the session itself may see it', async () => {
    const { world } = running.telegram;
    expect((await running.stats(`/channels/${privateId}`)).status).toBe(404);
    const [operator] = await running.database.query<{ account_id: string }>(
      "SELECT account_id FROM accounts WHERE kind = 'operator'",
      [],
    );
    await saveChannelAccess(running.database, {
      accountId: operator?.account_id ?? '',
      channelId: privateId,
      accessHash: world.accessHash(collector.id, privateId).toString(),
      capturedAt: new Date(),
    });
    for (const path of ['', '/posts', '/messages/1']) {
      expect(await running.stats(`/channels/${toMarkedId(privateId)}${path}`)).toMatchObject({
        status: 403,
        body: { code: 'channel-private' },
      });
    }
    world.channel(privateId)?.memberIds.add(collector.id);
    const { status, body } = await running.stats(`/channels/${privateId}`);
    expect(status).toBe(200);
    expect(channelStatsSchema.parse(body).channel).toMatchObject({ username: null, participants_count: 12 });
    const posts = await running.stats(`/channels/${privateId}/posts`);
    expect(postsStatsSchema.parse(posts.body).totals.views).toBe(6);
  });
});

// The last one: the method rests until the end of this file.
describe('a flood wait', () => {
  it('is told with the seconds of a flood wait, and Telegram is not asked before they have passed', async () => {
    await running.stats('/channels/@example_channel');
    running.telegram.faults.add({
      method: 'channels.getMessages',
      effect: { kind: 'flood-wait', seconds: 3_600 },
      count: 1,
    });
    const before = running.callsOf('channels.getMessages');
    for (let count = 0; count < 3; count += 1) {
      const answer = await running.stats(`/channels/${exampleId}/messages/2`);
      expect(answer).toMatchObject({ status: 429, body: { code: 'flood-wait' } });
      expect(answer.retryAfter).toBeGreaterThan(3_500);
      expect(answer.retryAfter).toBeLessThanOrEqual(3_602);
    }
    expect(running.callsOf('channels.getMessages') - before).toBe(1);
    expect((await running.stats(`/channels/${exampleId}/posts`)).status).toBe(200);
    const metrics = await running.registry.metrics();
    expect(metrics).toMatch(
      /bot_gateway_mtproto_flood_waits_total\{[^}]*method="channels.GetMessages"[^}]*\} 1\n/,
    );
    expect(metrics).toMatch(/bot_gateway_mtproto_flood_wait_seconds_total\{[^}]*\} 3600\n/);
    expect(metrics).toMatch(/bot_gateway_mtproto_requests_total\{[^}]*status="flood-wait"[^}]*\} 1\n/);
    expect(metrics).toMatch(/bot_gateway_mtproto_requests_total\{[^}]*status="ok"[^}]*\} \d+\n/);
    expect(metrics).toMatch(/bot_gateway_mtproto_connected\{[^}]*\} 1\n/);
  });
});

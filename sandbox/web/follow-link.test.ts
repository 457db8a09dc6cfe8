import { afterAll, expect, it } from 'vitest';
import { createWorld } from '#sandbox/world/create-world.ts';
import { people } from '#sandbox/world/people.ts';
import { followLink } from './follow-link.ts';

const world = await createWorld({ sources: [{ kind: 'demo' }], seed: 1, epoch: 1_760_000_000, tickMs: 0 });
const channel = world.channels().find(({ username }) => username !== null);
const own = world.channels().find(({ creatorId }) => creatorId === people.owner.id);
const invite = world.invites(own?.id ?? '')[0];
afterAll(() => world.close());

it.each([
  ['https://t.me/Test_Bot', { kind: 'bot', parameter: null }],
  ['https://t.me/test_bot?start=p1', { kind: 'bot', parameter: 'p1' }],
  ['t.me/test_bot?startapp=c42', { kind: 'mini-app', startParameter: 'c42' }],
  ['https://t.me/test_bot?startapp', { kind: 'mini-app', startParameter: null }],
  ['https://t.me/test_bot/app?startapp=c42', { kind: 'mini-app', startParameter: 'c42' }],
  ['tg://resolve?domain=test_bot&startapp=c42', { kind: 'mini-app', startParameter: 'c42' }],
  [`https://t.me/${channel?.username}/7`, { kind: 'channel', channelId: channel?.id, messageId: 7 }],
  [`https://t.me/s/${channel?.username}`, { kind: 'channel', channelId: channel?.id, messageId: null }],
  [
    'https://t.me/test_bot?startchannel&admin=post_messages+invite_users',
    { kind: 'appoint', rights: ['can_post_messages', 'can_invite_users'] },
  ],
  [`https://t.me/+${invite?.hash}`, { kind: 'invite', hash: invite?.hash, title: own?.title }],
  ['https://t.me/+nosuchlinkatall00', { kind: 'unknown-name', name: '+nosuchlinkatall00' }],
  ['tg://login?token=abc_-', { kind: 'login', token: 'abc_-' }],
  ['https://t.me/nobody_at_all', { kind: 'unknown-name', name: 'nobody_at_all' }],
  ['example.com/x', { kind: 'outside', url: 'https://example.com/x' }],
  ['javascript:alert(1)', { kind: 'refused' }],
  ['tg://settings', { kind: 'refused' }],
  ['https://', { kind: 'refused' }],
])('follows %s', (address, target) => {
  expect(followLink(address, world, 'test_bot')).toEqual(target);
});

import { beforeAll, describe, expect, it } from 'vitest';
import { aWorld } from '#sandbox/world/a-world.ts';
import { collector, people } from '#sandbox/world/people.ts';
import type { World } from '#sandbox/world/world.ts';
import { aHandler } from './a-caller.ts';

const newsId = '2200000101';

let world: World;
let as: ReturnType<typeof aHandler>;

beforeAll(async () => {
  world = await aWorld();
  as = aHandler(world);
});

describe('users and contacts', () => {
  it('show everybody themselves with their phone, and others without', async () => {
    const [self] = Object.values(
      await as(people.owner.id).call({ _: 'users.getUsers', id: [{ _: 'inputUserSelf' }] }),
    );
    expect(self).toMatchObject({ self: true, phone: people.owner.phone, username: people.owner.username });
    const found = await as(collector.id).ask({ _: 'contacts.resolveUsername', username: 'olga_mironova' });
    expect(found).toMatchObject({ peer: { _: 'peerUser', user_id: BigInt(people.owner.id) } });
    expect(found.users).toMatchObject([{ phone: undefined, self: false }]);
  });

  it('name a user only by the hash of the caller', async () => {
    const id = {
      _: 'inputUser',
      user_id: BigInt(people.owner.id),
      access_hash: world.accessHash(people.editor.id, people.owner.id),
    };
    expect(await as(people.editor.id).ask({ _: 'users.getFullUser', id })).toMatchObject({
      full_user: { id: BigInt(people.owner.id) },
    });
    await expect(as(collector.id).call({ _: 'users.getFullUser', id })).rejects.toMatchObject({
      message: 'USER_ID_INVALID',
    });
    expect(await as(collector.id).call({ _: 'users.getUsers', id: [id] })).toEqual([]);
  });

  it('resolve a channel in any case with a hash of the caller', async () => {
    const found = await as(collector.id).ask({ _: 'contacts.resolveUsername', username: 'Gorod_Vesti' });
    expect(found.peer).toEqual({ _: 'peerChannel', channel_id: BigInt(newsId) });
    expect(found.chats).toMatchObject([
      { _: 'channel', broadcast: true, left: true, access_hash: world.accessHash(collector.id, newsId) },
    ]);
  });

  it.each([
    ['nobody_has_this', 'USERNAME_NOT_OCCUPIED'],
    ['a', 'USERNAME_INVALID'],
    ['with space', 'USERNAME_INVALID'],
    ['9starts_with_a_digit', 'USERNAME_INVALID'],
    ['two__lines', 'USERNAME_INVALID'],
    ['', 'USERNAME_INVALID'],
  ])('answer the name "%s" with %s', async (username, message) => {
    await expect(as(collector.id).call({ _: 'contacts.resolveUsername', username })).rejects.toMatchObject({
      code: 400,
      message,
    });
  });
});

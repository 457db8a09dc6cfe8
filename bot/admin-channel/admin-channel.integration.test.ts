import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { channelIdSchema } from '#contract/channel-id.ts';
import { people } from '#sandbox/world/people.ts';
import { countMemberEvents } from '#server/db/queries/count-member-events.ts';
import { loadAdminSince } from '#server/db/queries/load-admin-since.ts';
import { loadPostVersions } from '#server/db/queries/load-post-versions.ts';
import { type AnAdminStory, anAdminStory } from './an-admin-story.ts';

const { owner, editor, viewer, stranger } = people;
/** Остров утра, public, Olga's. */
const publicId = channelIdSchema.parse('2200000105');
/** Редакция, private, Edward's. */
const privateId = channelIdSchema.parse('2200000107');
const patience = { timeout: 20_000 };
let story: AnAdminStory;

beforeAll(async () => {
  story = await anAdminStory();
  await story.database.query("INSERT INTO accounts (kind, created_at) VALUES ('bot', clock_timestamp())", []);
});
afterAll(() => story.stop());

const tracked = (): Promise<object[]> =>
  story.database.query(
    'SELECT viewer_id, channel_id, began_by, role FROM tracked_channels ORDER BY channel_id, viewer_id',
    [],
  );
const post = async (postId: number): Promise<object | undefined> => {
  const [row] = await story.database.query(
    `SELECT text, views, reactions, is_visibly_edited, is_told, items->0->'isEditHidden' AS is_hidden
     FROM posts WHERE channel_id = $1 AND post_id = $2`,
    [publicId, postId],
  );
  return row;
};
const appoint = (channelId: string, personId: string, isAdministrator: boolean): Promise<object> =>
  story.sandbox.control.setBotAdministrator({ channelId, personId, isAdministrator });

describe('a bot that is made an administrator', () => {
  it('tracks the channel for who did it, tells them once and in their language', async () => {
    await story.sandbox.control.startBot({ personId: owner.id });
    await appoint(publicId, owner.id, true);
    await expect
      .poll(async () => (await story.said(owner.id)).at(-1), patience)
      .toMatch(
        /^✅ Вижу «Остров утра»: 7~\d{3} подписчик(а|ов)?\. Новые посты, реакции, .+ с этой минуты\.$/,
      );
    expect(await tracked()).toEqual([
      { viewer_id: owner.id, channel_id: publicId, began_by: 'promotion', role: 'creator' },
    ]);
    expect(
      await story.database.query('SELECT channel_id FROM channel_schedule WHERE channel_id = $1', [publicId]),
    ).toHaveLength(1);
    expect(await loadAdminSince(story.database, publicId)).toBeInstanceOf(Date);
  });

  it('lets in a private channel, too; who never wrote to the bot is not told, and nothing waits for it', async () => {
    await appoint(privateId, editor.id, true);
    await story.handled('my_chat_member', 2);
    expect(await tracked()).toContainEqual({
      ...{ viewer_id: editor.id, channel_id: privateId, began_by: 'promotion', role: 'creator' },
    });
    expect(
      await story.database.query('SELECT visibility, title, source FROM channels WHERE channel_id = $1', [
        privateId,
      ]),
    ).toEqual([{ visibility: 'private', title: 'Редакция, закрытое', source: 'bot_api' }]);
    expect(
      await story.database.query('SELECT access_hash FROM channel_access WHERE channel_id = $1', [privateId]),
    ).toEqual([{ access_hash: '0' }]);
    expect(await story.database.query('SELECT 1 FROM bot_notices WHERE told_at IS NULL', [])).toEqual([]);
  });
});

describe('what the bot is told of a channel', () => {
  let postId = 0;

  it('a new post is there at once, without counts', async () => {
    ({ messageId: postId } = await story.sandbox.control.publishPost({
      channelId: publicId,
      text: 'first words',
    }));
    await expect
      .poll(() => post(postId), patience)
      .toEqual({
        ...{ text: 'first words', views: null, reactions: null },
        ...{ is_visibly_edited: false, is_told: true, is_hidden: false },
      });
  });

  it('an edit replaces it and keeps what it said; a hidden edit is told apart', async () => {
    const edit = { channelId: publicId, messageId: postId };
    await story.sandbox.control.editPost({ ...edit, text: 'second words' });
    await expect
      .poll(() => post(postId), patience)
      .toMatchObject({ text: 'second words', is_visibly_edited: true });
    await story.sandbox.control.editPost({ ...edit, text: 'third words', isHidden: true });
    await expect
      .poll(() => post(postId), patience)
      .toMatchObject({ text: 'third words', is_visibly_edited: false, is_hidden: true, views: null });
    expect(await loadPostVersions(story.database, publicId, postId)).toEqual([
      expect.objectContaining({ text: 'first words', isEditHidden: false, editedAt: expect.any(Date) }),
      expect.objectContaining({
        text: 'second words',
        isEditHidden: true,
        editedAt: null,
        source: 'bot_api',
      }),
    ]);
  });

  it('reactions are counted without any account', async () => {
    const reaction = { channelId: publicId, messageId: postId, personId: owner.id };
    await story.sandbox.control.reactToPost({ ...reaction, emoji: '🔥' });
    await story.sandbox.control.reactToPost({ ...reaction, personId: editor.id, emoji: '🔥' });
    await expect
      .poll(() => post(postId), patience)
      .toMatchObject({ reactions: { '🔥': 2 }, views: null, text: 'third words' });
  });

  it('who comes and leaves is counted by day and by the link they came by', async () => {
    const made = (await story.call('createChatInviteLink', {
      chat_id: `-100${publicId}`,
      name: 'Advert in spring',
    })) as { invite_link: string };
    const hash = made.invite_link.split('+').at(-1) ?? '';
    for (const { id } of [viewer, stranger]) {
      // Some are in the channel from the beginning.
      await story.sandbox.control.leaveChannel({ channelId: publicId, personId: id });
      const { hasChanged } = await story.sandbox.control.joinByLink({ personId: id, hash });
      expect(hasChanged).toBe(true);
    }
    await story.sandbox.control.leaveChannel({ channelId: publicId, personId: viewer.id });
    const counts = async (): Promise<object[]> => {
      const period = { from: new Date(0), to: new Date(Date.now() + 30 * 86_400_000) };
      const rows = await countMemberEvents(story.database, publicId, period);
      return rows.filter(({ link }) => link === made.invite_link);
    };
    const byLink = { via: 'link', link: made.invite_link, linkName: 'Advert in spring' };
    await expect
      .poll(counts, patience)
      .toEqual([{ ...byLink, day: expect.any(String), joined: 2, left: 1, kicked: 0 }]);
  });

  it('everything taken again, as after a crash, changes nothing and nobody hears anything twice', async () => {
    // Asking the bot something again is answered again; what nobody asked for is said once.
    const notices = async (): Promise<string[]> =>
      (await story.said(owner.id)).filter((text) => text.startsWith('✅'));
    const state = async (): Promise<object[]> => [
      await story.database.query('SELECT * FROM member_events ORDER BY update_id', []),
      await story.database.query('SELECT * FROM invite_links', []),
      await story.database.query('SELECT * FROM post_versions ORDER BY replaced_at', []),
      await story.database.query(
        `SELECT text, views, edited_at, is_visibly_edited, captured_at, is_told, reactions->'🔥' AS fires
         FROM posts WHERE post_id = $1`,
        [postId],
      ),
      await tracked(),
    ];
    // The crowd goes on coming; only what is there by now is compared.
    await story.handled('chat_member', 3);
    const before = await state();
    const heard = await notices();
    await story.repeatAll();
    const [events = [], ...rest] = await state();
    expect(rest).toEqual(before.slice(1));
    expect(events).toEqual(expect.arrayContaining(before[0] as object[]));
    expect(await notices()).toEqual(heard);
    expect(heard).toHaveLength(1);
    const [{ twice } = { twice: null }] = await story.database.query<{ twice: number }>(
      'SELECT (count(*) - count(DISTINCT update_id))::int AS twice FROM member_events',
      [],
    );
    expect(twice).toBe(0);
  });
});

describe('a bot that is removed', () => {
  it('stops tracking what it tracked for that reason and says so once, in the other language', async () => {
    await story.sandbox.control.startBot({ personId: editor.id });
    await expect.poll(() => story.said(editor.id), patience).not.toEqual([]);
    await appoint(privateId, editor.id, false);
    await expect
      .poll(async () => (await story.said(editor.id)).join('\n'), patience)
      .toMatch(/^⚠️ I am no longer an administrator of “Редакция, закрытое” and have stopped following it\./m);
    expect(await tracked()).toEqual([
      { viewer_id: owner.id, channel_id: publicId, began_by: 'promotion', role: 'creator' },
    ]);
    expect(
      await story.database.query('SELECT 1 FROM channel_access WHERE channel_id = $1', [privateId]),
    ).toEqual([]);
    expect(await loadAdminSince(story.database, privateId)).toBeNull();
  });

  it('goes on for who had asked for the channel, and nothing breaks when they blocked the bot', async () => {
    await story.database.query("UPDATE tracked_channels SET began_by = 'asking'", []);
    await story.sandbox.control.setBlocked({ personId: owner.id, isBlocked: true });
    const before = await story.handled('my_chat_member', 1);
    await appoint(publicId, owner.id, false);
    await story.handled('my_chat_member', before.length + 1);
    expect(await tracked()).toEqual([
      { viewer_id: owner.id, channel_id: publicId, began_by: 'asking', role: null },
    ]);
    expect(
      await story.database.query(
        "SELECT kind, told_at IS NULL AS is_owed FROM bot_notices WHERE kind LIKE 'removed%' ORDER BY kind",
        [],
      ),
    ).toEqual([
      { kind: 'removed', is_owed: false },
      { kind: 'removed-kept', is_owed: false },
    ]);
  });
});

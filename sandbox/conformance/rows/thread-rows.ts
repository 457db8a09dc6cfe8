import { aHistoryRequest } from '#sandbox/world/a-world.ts';
import type { VisibleMessage } from '#sandbox/world/world.ts';
import { including } from '../compare.ts';
import type { FailureRow, RowTable, SuccessRow } from '../row.ts';
import type { Scene } from '../scene.ts';
import { tellChannelMessages, tellPage } from '../truth/tell-message.ts';
import { groupId, newsId, ownerMainId } from './demo-channels.ts';
import { everything } from './history-rows.ts';

const noOffsets = { offset_id: 0, offset_date: 0, add_offset: 0, max_id: 0, min_id: 0, hash: 0n };

/** A post with comments, its copy in the group and the comments, found in the group by what they answer. */
function thread(scene: Scene): { post: VisibleMessage; head: VisibleMessage; comments: VisibleMessage[] } {
  const group = scene.world.history(groupId, aHistoryRequest({ limit: 1_000_000 })).messages;
  const post = everything(scene, ownerMainId).find(({ comments }) => comments !== null && comments > 6);
  const head = group.find(({ forward }) => forward?.channelId === ownerMainId && forward.postId === post?.id);
  if (post === undefined || head === undefined) throw new RangeError('no post has comments');
  return { post, head, comments: group.filter(({ replyToId }) => replyToId === head.id) };
}

function replies(
  title: string,
  place: (scene: Scene) => { peer: unknown; msg_id: number },
  more: (comments: readonly VisibleMessage[]) => object,
  choose: (comments: readonly VisibleMessage[]) => readonly VisibleMessage[],
): SuccessRow {
  return {
    title,
    as: 'collector',
    fields: (scene) => ({ ...place(scene), ...noOffsets, limit: 100, ...more(thread(scene).comments) }),
    answer: (scene) => {
      const { post, comments } = thread(scene);
      return tellChannelMessages(scene, groupId, choose(comments), post.comments ?? -1);
    },
  };
}

const inChannel = (scene: Scene) => ({ peer: scene.peer(ownerMainId), msg_id: thread(scene).post.id });
const inGroup = (scene: Scene) => ({ peer: scene.peer(groupId), msg_id: thread(scene).head.id });

function refusals(more: object): FailureRow[] {
  const row = (title: string, fields: (scene: Scene) => object, text: string): FailureRow => ({
    title,
    as: 'collector',
    fields: (scene) => ({ ...fields(scene), ...more }),
    error: [400, text],
  });
  return [
    row(
      'refuses a post that is not there',
      ({ peer }) => ({ peer: peer(ownerMainId), msg_id: 999_999 }),
      'MSG_ID_INVALID',
    ),
    row(
      'refuses a post without comments',
      (scene) => ({ peer: scene.peer(newsId), msg_id: everything(scene, newsId)[0]?.id }),
      'MSG_ID_INVALID',
    ),
    row('refuses people', () => ({ peer: { _: 'inputPeerSelf' }, msg_id: 1 }), 'PEER_ID_INVALID'),
  ];
}

export const threadRows: RowTable = {
  'messages.getReplies': {
    successes: [
      replies(
        'gives as many comments as the post shows',
        inChannel,
        () => ({}),
        (comments) => comments,
      ),
      replies(
        'gives the same below the group’s copy',
        inGroup,
        () => ({}),
        (comments) => comments,
      ),
      replies(
        'begins below offset_id',
        inChannel,
        (comments) => ({ offset_id: comments[1]?.id, limit: 3 }),
        (comments) => comments.slice(2, 5),
      ),
    ],
    failures: refusals({ ...noOffsets, limit: 10 }),
  },
  'messages.getDiscussionMessage': {
    successes: [
      {
        title: 'gives the group’s copy of a post and the newest comment',
        as: 'collector',
        fields: inChannel,
        answer: (scene) => {
          const { head, comments } = thread(scene);
          return {
            _: 'messages.discussionMessage',
            max_id: comments[0]?.id,
            read_inbox_max_id: comments[0]?.id,
            unread_count: 0,
            ...tellPage(scene, groupId, [head]),
          };
        },
      },
      {
        title: 'gives the same for the copy itself',
        as: 'viewer',
        fields: inGroup,
        answer: (scene) =>
          including('messages.discussionMessage', { max_id: thread(scene).comments[0]?.id, unread_count: 0 }),
      },
    ],
    failures: refusals({}),
  },
};

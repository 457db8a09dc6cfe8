import { createStoredMessage, type StoredMessage } from '../stored-message.ts';
import type { WorldEntity, WorldMedia, WorldReaction } from '../world.ts';
import type { RecordedMessage } from './read-recording.ts';

/** One recorded line as a message of the world, all dates moved by `shift` seconds. */
export function buildRecordedMessage(recorded: RecordedMessage, shift: number): StoredMessage {
  const date = recorded.date + shift;
  if (recorded.service !== undefined) {
    return createStoredMessage({ id: recorded.id, date, service: lowerFirst(recorded.service) });
  }
  const text = recorded.message ?? '';
  const entities = (recorded.entities ?? []).map(buildEntity);
  const { fwdFrom } = recorded;
  return createStoredMessage({
    id: recorded.id,
    date,
    text,
    entities,
    media: recorded.media === undefined ? null : buildMedia(recorded.media),
    groupedId: recorded.groupedId === undefined ? null : String(recorded.groupedId),
    edits:
      recorded.editDate === undefined
        ? []
        : [{ at: recorded.editDate + shift, text, entities, isHidden: recorded.editHide === true }],
    forward:
      fwdFrom === undefined
        ? null
        : {
            date: fwdFrom.date + shift,
            channelId: fwdFrom.channelId === undefined ? null : String(fwdFrom.channelId),
            post: fwdFrom.post ?? null,
            fromName: fwdFrom.fromName ?? null,
          },
    postAuthor: recorded.postAuthor ?? null,
    isPinned: recorded.pinned === true,
    counters:
      recorded.views === undefined
        ? { kind: 'none' }
        : {
            kind: 'fixed',
            views: recorded.views,
            // Views and forwards share one flag on the wire: one cannot be told without the other.
            forwards: recorded.forwards ?? 0,
            comments: recorded.comments ?? null,
            reactions: (recorded.reactions ?? []).map(buildReaction),
          },
  });
}

function buildReaction(recorded: NonNullable<RecordedMessage['reactions']>[number]): WorldReaction {
  const { emoticon, documentId, count } = recorded;
  if (documentId !== undefined) return { customEmojiId: String(documentId), count };
  return emoticon === undefined ? { isPaid: true, count } : { emoticon, count };
}

function buildEntity(recorded: NonNullable<RecordedMessage['entities']>[number]): WorldEntity {
  const { documentId, ...entity } = recorded;
  return documentId === undefined ? entity : { ...entity, customEmojiId: String(documentId) };
}

const mediaKinds: readonly WorldMedia['kind'][] = [
  'photo',
  'video',
  'document',
  'webpage',
  'poll',
  'geo',
  'contact',
];

function buildMedia(name: string): WorldMedia {
  return { kind: mediaKinds.find((kind) => kind === name) ?? 'other' };
}

/** Recordings write `MessageActionChannelCreate`, the schema `messageActionChannelCreate`. */
function lowerFirst(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}

import { createScriptOnce } from '../script-once.ts';
import type { ScriptedChannel, SourceContext } from '../world-source.ts';
import { buildRecordedMessage } from './build-recorded-message.ts';
import { readRecording } from './read-recording.ts';
import { rebaseShift } from './rebase-shift.ts';

/**
 * The channel of one recording and, where comments were counted, the discussion group they must have been written in:
 * Telegram names it with every count, so it exists here too, private and empty.
 */
export function createRecordedChannels(directory: string, context: SourceContext): ScriptedChannel[] {
  const recording = readRecording(directory);
  const shift = rebaseShift(recording.channel.recordedAt, context.epoch, context.rebase);
  const messages = recording.messages.map((message) => buildRecordedMessage(message, shift));
  const hasComments = recording.messages.some((message) => message.comments !== undefined);
  const createdAt = messages[0]?.date ?? recording.channel.recordedAt + shift;
  const { id, username, title, subscribers } = recording.channel;
  const groupId = discussionGroupOf(id);

  const shared = { about: '', createdAt, creatorId: null, isVerified: false };
  const channel: ScriptedChannel = {
    channel: {
      ...shared,
      id,
      username,
      title,
      kind: 'broadcast',
      linkedChatId: hasComments ? groupId : null,
      adminIds: new Set(),
      memberIds: new Set(),
      hasReactions: true,
    },
    script: createScriptOnce(messages),
    subscribersAt: () => subscribers,
  };
  if (!hasComments) return [channel];
  return [
    channel,
    {
      channel: {
        ...shared,
        id: groupId,
        username: null,
        title: `${title} Chat`,
        kind: 'megagroup',
        linkedChatId: id,
        adminIds: new Set(),
        memberIds: new Set(),
        hasReactions: true,
      },
      script: createScriptOnce([]),
      subscribersAt: () => null,
    },
  ];
}

/** Above every channel id of a recording, and one for one. */
function discussionGroupOf(channelId: string): string {
  return (BigInt(channelId) + 100_000_000_000n).toString();
}

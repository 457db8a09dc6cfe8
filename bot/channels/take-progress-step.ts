import type { ChannelReport } from '#contract/channel.ts';
import type { Language } from '#format/language.ts';
import type { Messages } from '#locales/create-messages.ts';
import type { DueProgress } from '#server/outbox/progress.ts';
import type { BotApiClient } from '#server/telegram-bot-api/client.ts';
import { escapeHtml } from '../html.ts';
import { writeCard } from './card.ts';
import type { ProgressStep } from './decide-progress.ts';
import { editMessage } from './edit-message.ts';
import { createCardKeyboard, isPrivateChat } from './keyboard.ts';
import { editPauseMs, type ShowDependencies } from './show-channel.ts';

export interface StepDependencies extends ShowDependencies {
  botApi: Pick<BotApiClient, 'request'>;
  /** The bot's own name, for links back to it. */
  botUsername: () => string;
  messages: Record<Language, Messages>;
}

/**
 * Carries a decision out: edits the message when its text changes, and stops following when nothing more will come. A
 * crash between the edit and the end of following only makes the same edit again, which changes nothing.
 */
export async function takeProgressStep(
  step: ProgressStep,
  message: DueProgress,
  dependencies: StepDependencies,
): Promise<void> {
  const { progress, now } = dependencies;
  if (step.kind === 'wait') return;
  if (step.kind === 'forget') return await progress.end(message);
  if (step.kind === 'card') return await showCard(message, dependencies);
  const messages = dependencies.messages[message.language];
  const text = step.write(messages, step.isLast ? nameOf(await loadReport(message, dependencies)) : '');
  if (text === message.shownText) return;
  const outcome = await editMessage(dependencies.botApi, message, text, null);
  if (outcome.kind === 'gone' || (outcome.kind === 'shown' && step.isLast))
    return await progress.end(message);
  if (outcome.kind === 'shown') {
    return await progress.shown(message, text, new Date(now().getTime() + editPauseMs));
  }
  await putOff(message, outcome.seconds, dependencies);
}

async function showCard(message: DueProgress, dependencies: StepDependencies): Promise<void> {
  const { miniAppUrl, botUsername, botApi, now, progress } = dependencies;
  const { language, channelId, chatId } = message;
  const messages = dependencies.messages[language];
  const report = await loadReport(message, dependencies);
  const outcome =
    report === null
      ? await editMessage(botApi, message, messages.text('bot-refresh-gone'), null)
      : await editMessage(
          botApi,
          message,
          writeCard(report, { messages, language, now: now() }),
          createCardKeyboard(channelId, messages, {
            miniAppUrl,
            botUsername: botUsername(),
            isPrivate: isPrivateChat(chatId),
          }),
        );
  if (outcome.kind === 'wait') await putOff(message, outcome.seconds, dependencies);
  else await progress.end(message);
}

async function putOff(
  message: DueProgress,
  seconds: number,
  { progress, now }: StepDependencies,
): Promise<void> {
  await progress.shown(message, message.shownText, new Date(now().getTime() + seconds * 1_000));
}

function loadReport(message: DueProgress, { desk }: StepDependencies): Promise<ChannelReport | null> {
  return desk.loadReport(message.viewerId, message.channelId);
}

/** How a sentence names the channel, as HTML: what can be typed after `/stats` where there is such a name. */
function nameOf(report: ChannelReport | null): string {
  if (report === null) return '—';
  const { username, title } = report.channel;
  return escapeHtml(username === null ? title : `@${username}`);
}

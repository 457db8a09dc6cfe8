import { formatAge } from '#format/age.ts';
import { formatNumber } from '#format/number.ts';
import type { GatewayStatus } from '#server/gateway-client/gateway-answers.ts';
import type { BotApiClient } from '#server/telegram-bot-api/client.ts';
import type { BotContext } from '../bot-context.ts';
import { escapeHtml } from '../html.ts';

export interface HealthDependencies {
  botApi: Pick<BotApiClient, 'getWebhookInfo'>;
  /** Resolves when the database answers. */
  pingDatabase(): Promise<unknown>;
  loadGatewayStatus(): Promise<GatewayStatus>;
  /** The configured webhook; null: polling. */
  webhookUrl: string | null;
  now: () => Date;
}

type Writing = Pick<BotContext, 'messages' | 'language'>;

/** How each part of the service is, one line a part; a part that does not answer has a line that says so. */
export function createServiceHealth(
  dependencies: HealthDependencies,
): (writing: Writing) => Promise<string[]> {
  return (writing) =>
    Promise.all([
      botLine(dependencies, writing).catch(() => writing.messages.text('bot-status-bot-unknown')),
      databaseLine(dependencies, writing).catch(() => writing.messages.text('bot-status-database-down')),
      gatewayLine(dependencies, writing).catch(() =>
        writing.messages.text('bot-status-mtproto-down', { reason: 'gateway-unreachable' }),
      ),
    ]);
}

async function botLine(
  { botApi, webhookUrl, now }: HealthDependencies,
  { messages, language }: Writing,
): Promise<string> {
  const webhook = await botApi.getWebhookInfo();
  const pending = formatNumber(webhook.pending_update_count, language);
  if (webhook.url !== (webhookUrl ?? '')) return messages.text('bot-status-bot-webhook-missing');
  if (webhookUrl === null) return messages.text('bot-status-bot-polling', { pending });
  const { last_error_date: failedAt, last_error_message: problem } = webhook;
  if (failedAt === undefined || problem === undefined) {
    return messages.text('bot-status-bot-webhook', { pending, error: messages.text('bot-status-no-error') });
  }
  const age = formatAge(new Date(failedAt * 1_000), now(), language, 'UTC');
  return messages.text('bot-status-bot-webhook-error', { pending, error: escapeHtml(problem), age });
}

async function databaseLine({ pingDatabase }: HealthDependencies, { messages }: Writing): Promise<string> {
  const asked = performance.now();
  await pingDatabase();
  const milliseconds = String(Math.max(1, Math.round(performance.now() - asked)));
  return messages.text('bot-status-database', { milliseconds });
}

async function gatewayLine(
  { loadGatewayStatus }: HealthDependencies,
  { messages }: Writing,
): Promise<string> {
  const status = await loadGatewayStatus();
  if (status.connected) return messages.text('bot-status-mtproto');
  const reason = escapeHtml(status.reason ?? '—');
  return status.enabled || status.reason === 'gateway-unreachable'
    ? messages.text('bot-status-mtproto-down', { reason })
    : messages.text('bot-status-mtproto-disabled');
}

import { setTimeout as sleep } from 'node:timers/promises';
import type { WebhookAnswer } from '#sandbox/bot-api/webhook/webhook-request.ts';
import type { FaultEffect } from './fault-rule.ts';
import type { Faults } from './faults.ts';

/** Subjects a call of the Bot API to the rules: waits as they say and gives the effect; null: none. */
export async function takeBotApiFault(
  faults: Faults,
  method: string,
  userId: string | null,
): Promise<FaultEffect | null> {
  const rule = faults.take({ on: 'bot-api', method, userId, dcId: null });
  if (rule === null) return null;
  if (rule.delayMs !== undefined) await sleep(rule.delayMs);
  return rule.effect ?? null;
}

/**
 * Subjects the delivery of an update to the rules. What it gives is what the sender sees instead of the webhook's
 * answer, in the words of getWebhookInfo; null: the webhook is asked. `timeoutMs` is how long it would be waited for.
 */
export async function takeWebhookFault(
  faults: Faults,
  updateKind: string,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<WebhookAnswer | null> {
  const rule = faults.take({ on: 'webhook', method: updateKind, userId: null, dcId: null });
  if (rule === null) return null;
  const { effect, delayMs = 0 } = rule;
  try {
    await sleep(effect?.kind === 'silent' ? timeoutMs : delayMs, undefined, { signal });
  } catch {
    // The sender has stopped meanwhile; what it is told no longer matters.
  }
  if (effect === undefined) return null;
  const failure = { status: 0, retryAfterSeconds: 0, body: '', contentType: '' };
  if (effect.kind === 'silent') return { ...failure, error: 'Read timeout expired' };
  if (effect.kind !== 'error') return { ...failure, error: 'Connection reset by peer' };
  const { code, description, retryAfter = 0 } = effect;
  return {
    ...failure,
    status: code,
    retryAfterSeconds: retryAfter,
    error: `Wrong response from the webhook: ${code} ${description}`,
  };
}

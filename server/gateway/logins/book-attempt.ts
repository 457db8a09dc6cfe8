import type { Connection } from '#server/db/connection.ts';
import { type FlowAttempt, listFlowAttempts } from '#server/db/queries/list-flow-attempts.ts';
import type { LoginFlowRow } from '#server/db/queries/lock-login-flow.ts';
import { type AuthAttempt, saveAuthAttempt } from '#server/db/queries/save-auth-attempt.ts';
import type { LoginRefusal, LoginStep } from '#server/gateway-client/login-answers.ts';

/** The record of one step: what is known of its login without opening anything sealed. */
export interface AttemptBook {
  /** What the number of the login is counted by; null: it has none. */
  numberHash: Buffer | null;
  /** Saves the step as begun; returns the ids whose outcome is still to be told. */
  started(): Promise<string[]>;
  /** Saves that it was refused, once for a login, step and reason: repeating it must not fill the table. */
  refused(code: LoginRefusal): Promise<void>;
}

/** The words of `auth_attempts`. */
const words: Record<LoginStep['step'], AuthAttempt['step']> = {
  look: 'look',
  code: 'code',
  password: 'password',
  resend: 'send-code',
  cancel: 'cancel',
};

/** Opens the record of a login for one step. Its row is locked, so two steps never save the same refusal. */
export async function openAttemptBook(
  connection: Connection,
  row: LoginFlowRow,
  step: LoginStep,
  now: Date,
): Promise<AttemptBook> {
  const known = await listFlowAttempts(connection, row);
  const { numberHash, maskedPhone } = known.find(hasNumber) ?? { numberHash: null, maskedPhone: null };
  const word = words[step.step];
  const save = (outcome: string): Promise<string> =>
    saveAuthAttempt(connection, {
      ...{ flowId: row.flowId, viewerId: row.viewerId, method: row.method, step: word, outcome },
      ...{ numberHash, maskedPhone, ip: step.ip, attemptedAt: now },
    });
  return {
    numberHash,
    started: async () => [await save('started')],
    async refused(code) {
      if (known.some((attempt) => attempt.step === word && attempt.outcome === code)) return;
      await save(code);
    },
  };
}

function hasNumber({ numberHash }: FlowAttempt): boolean {
  return numberHash !== null;
}

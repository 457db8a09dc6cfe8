import type { LeaseSurvey, SurveyedAccount } from '#server/db/queries/survey-leases.ts';
import type { SessionKey } from '../telegram/session-string.ts';
import type { HeldAccount } from './held-account.ts';
import { keyIdOf } from './key-id.ts';

/** An operator's account or the bot's, as an operator is told about it. */
export interface ReportedSession {
  kind: 'operator' | 'bot';
  accountId: string;
  /** Stable code of why it is not connected; null: it is, here or at another gateway. */
  reason: string | null;
}

/** How the sessions are, as this gateway knows. */
export interface SessionsReport {
  /** The account an operator's questions go to, while it is held here. */
  main: HeldAccount | null;
  /** Which account that is; null: nobody knows yet. */
  accountId: string | null;
  /** Why no session can answer an operator here; null: one can. */
  reason: string | null;
  sessions: ReportedSession[];
  /** How many accounts of viewers are in each state. */
  viewers: Record<string, number>;
}

/**
 * Tells how the sessions are, those held here by themselves and the others as the database showed them last. Questions
 * of an operator go to the session of the environment, else to another one of an operator's, else to the bot's.
 */
export function reportSessions(known: {
  survey: LeaseSurvey | null;
  /** Why nothing is known of the leases; null: it is. */
  trouble: string | null;
  resting: ReadonlyMap<string, { reason: string }>;
  get(accountId: string): HeldAccount | undefined;
  environmentKey: SessionKey | null;
}): SessionsReport {
  const { survey, trouble } = known;
  const shown = survey?.accounts ?? [];
  const main = findMain(shown, known);
  const held = main === null ? null : (known.get(main.accountId) ?? null);
  const reasonOf = (account: SurveyedAccount): string | null => {
    const account_ = known.get(account.accountId);
    if (account_ !== undefined) return account_.reason();
    if (account.state === 'dead') return 'session-dead';
    if (account.state !== 'active') return account.state;
    const rest = known.resting.get(account.accountId)?.reason;
    return rest ?? (account.owner === null ? 'starting' : account.reason);
  };
  return {
    main: held,
    accountId: main?.telegramUserId === null ? null : (main?.accountId ?? null),
    reason: mainReason(),
    sessions: shown.map((account) => ({
      ...{ kind: account.kind, accountId: account.accountId, reason: reasonOf(account) },
    })),
    viewers: survey?.viewers ?? {},
  };

  function mainReason(): string | null {
    if (held !== null) return held.reason();
    if (main === null) return trouble ?? 'starting';
    const reason = reasonOf(main);
    if (main.owner !== null && main.state === 'active' && !known.resting.has(main.accountId)) {
      return trouble ?? 'held-elsewhere';
    }
    return reason === 'session-dead' ? reason : (trouble ?? reason ?? 'starting');
  }
}

function findMain(
  shown: readonly SurveyedAccount[],
  known: { get(accountId: string): HeldAccount | undefined; environmentKey: SessionKey | null },
): SurveyedAccount | null {
  const keyId = known.environmentKey === null ? null : keyIdOf(known.environmentKey.authKey);
  const usable = (account: SurveyedAccount): boolean => account.state === 'active';
  return (
    shown.find((account) => keyId !== null && account.keyId === keyId && account.state !== 'ended') ??
    shown.find((account) => account.kind === 'operator' && known.get(account.accountId)?.source() != null) ??
    shown.find((account) => account.kind === 'operator' && usable(account)) ??
    shown.find((account) => account.kind === 'bot' && usable(account)) ??
    shown[0] ??
    null
  );
}

import { loadTelegramUser } from '#server/db/queries/load-telegram-user.ts';
import { saveLoginFlow } from '#server/db/queries/save-login-flow.ts';
import type { BeginLogin, LoginState, LoginStep } from '#server/gateway-client/login-answers.ts';
import { DeadlineError, withDeadline } from '#server/process.ts';
import { MtprotoError } from '../telegram/mtproto-failure.ts';
import { admitLogin, refuseBegin } from './admit-login.ts';
import { beginByPhone, beginByToken } from './begin-login.ts';
import { buildUser, refused } from './build-answer.ts';
import { type ClaimedFlow, claimStep } from './claim-step.ts';
import { type FlowState, sealState } from './flow-state.ts';
import { expiryOf, type LoginDependencies, usualPace } from './login-dependencies.ts';
import type { LoginLines } from './login-lines.ts';
import { refuse, runStep } from './run-step.ts';
import { type SteppedFlow, settleStep } from './settle-step.ts';
import type { StepResult } from './step-result.ts';

export interface Logins {
  /** Begins a login: a QR code to show, or a code that Telegram sends. Nothing is thrown for what is expected. */
  begin(begin: BeginLogin): Promise<LoginState>;
  /** Takes a login one step further, whichever gateway took the step before. */
  step(flowId: string, step: LoginStep): Promise<LoginState>;
}

/** A step that takes longer is given up, well before anybody else may take the flow over. */
const stepDeadlineMs = 40_000;

/** Creates what connects accounts. All of its state lies in the database. */
export function createLogins(dependencies: LoginDependencies): Logins {
  const { database, now, openLines } = dependencies;

  async function withLines(
    flow: SteppedFlow,
    latest: () => FlowState | null,
    work: (lines: LoginLines) => Promise<StepResult>,
  ): Promise<LoginState> {
    if (openLines === null) return refused('no-source');
    const lines = openLines();
    const working = work(lines).then(async (result) => {
      // Its key must be free before the flow is: the next step connects with it at once.
      if (result.kind !== 'authorized') await lines.closeAll();
      return settleStep(dependencies, flow, result);
    });
    // When the deadline comes first, what follows it saves nothing: the flow is not its own any more.
    working.catch(() => undefined);
    try {
      return await withDeadline(working, stepDeadlineMs, 'login step');
    } catch (error) {
      await lines.closeAll();
      const isLate = error instanceof DeadlineError;
      const late = new MtprotoError('login', { kind: 'network', code: 'deadline' });
      const told = await settleStep(dependencies, flow, refuse(late, latest()));
      if (isLate) return told;
      throw error;
    } finally {
      await lines.closeAll();
    }
  }

  return {
    async begin(begin) {
      const wrong = refuseBegin(dependencies, begin);
      if (wrong !== null) return refused(wrong);
      const admitted = await database.transaction((connection) =>
        admitLogin(dependencies, connection, begin),
      );
      if (admitted.kind === 'refused') return refused(admitted.code, admitted.retryAfter);
      const { phone, ...flow } = admitted;
      const { viewer_id: viewerId, consent_version: consentVersion, method, ip } = begin;
      const beginning = { consentVersion, now: () => now().getTime() };
      return withLines(
        { ...flow, viewerId, consentVersion, method, ip, tries: 0 },
        () => null,
        async (lines) => {
          try {
            if (phone === null) return await beginByToken(lines, beginning);
            return await beginByPhone(lines, { ...beginning, phone });
          } catch (error) {
            if (!(error instanceof MtprotoError)) throw error;
            return refuse(error, null);
          }
        },
      );
    },

    async step(flowId, step) {
      const claim = await database.transaction((connection) =>
        claimStep(dependencies, connection, flowId, step),
      );
      if (claim.kind === 'refused') return refused(claim.code, claim.retryAfter);
      if (claim.kind === 'connected') return tellConnected(flowId, claim.accountId);
      const flow = { ...steppedFlow(claim), ip: step.ip };
      let latest = claim.state;
      const { pace = usualPace } = dependencies;
      return withLines(
        flow,
        () => latest,
        (lines) => runStep({ lines, pace, now: () => now().getTime(), keep: keepLatest }, claim.state, step),
      );

      async function keepLatest(state: FlowState): Promise<void> {
        await keep(flow, state);
        latest = state;
      }
    },
  };

  async function tellConnected(flowId: string, accountId: string): Promise<LoginState> {
    const user = await loadTelegramUser(database, accountId);
    if (user === null) return refused('flow-not-found');
    return { kind: 'connected', flow_id: flowId, user: buildUser(accountId, user) };
  }

  /** Throws when the flow was taken over: what is about to happen would be lost. */
  async function keep(flow: SteppedFlow, state: FlowState): Promise<void> {
    const isOurs = await saveLoginFlow(database, {
      ...{ flowId: flow.flowId, claimedBy: flow.claimedBy, accountId: null, step: state.kind },
      state: sealState(dependencies.vault, flow, state),
      ...{ isTriesReset: false, isReleased: false, expiresAt: expiryOf(flow.createdAt, now()) },
    });
    if (!isOurs) throw new MtprotoError('login', { kind: 'network', code: 'taken-over' });
  }
}

function steppedFlow({ row, state, claimedBy, attemptIds }: ClaimedFlow): Omit<SteppedFlow, 'ip'> {
  const { flowId, viewerId, method, tries, createdAt } = row;
  return {
    ...{ flowId, viewerId, method, tries, createdAt, claimedBy, attemptIds },
    consentVersion: state.consentVersion,
  };
}

import { renderSVG } from 'uqr';
import type { LoginFlow } from '#contract/login.ts';
import type { LoginRefusal, LoginState } from '#server/gateway-client/login-answers.ts';
import type { AccountTexts } from './account-texts.ts';
import { RequestProblem } from './request-problem.ts';

/** Phones find a code by the empty border around it: four modules, as the standard asks. */
const qrStyle = { border: 4, ecc: 'M' } as const;

/** What a flow waits for, as its viewer is told; a refused step becomes a problem. */
export function describeFlow(flow: LoginState, texts: AccountTexts): LoginFlow {
  switch (flow.kind) {
    case 'refused':
      throw refusalProblem(flow.code, flow.retry_after, texts);
    case 'qr-wanted': {
      const { kind: state, ...rest } = flow;
      return { state, ...rest, svg: renderSVG(flow.link, qrStyle), same_phone_hint: texts.qrHint };
    }
    case 'code-wanted': {
      const { kind: state, ...rest } = flow;
      return { state, ...rest };
    }
    case 'password-wanted': {
      const { kind: state, ...rest } = flow;
      return { state, ...rest };
    }
    case 'connected': {
      const { kind: state, ...rest } = flow;
      return { state, ...rest };
    }
  }
}

/** Where logging in by phone is off there is nothing, and nobody learns of it by trying. */
function refusalProblem(code: LoginRefusal, retryAfter: number | null, texts: AccountTexts): RequestProblem {
  if (code === 'phone-login-off') return new RequestProblem('not-found');
  if (code === 'consent-required') return new RequestProblem(code, { consent: texts.consent });
  const retryAfterSeconds = retryAfter ?? (code === 'flow-busy' ? 1 : null);
  return new RequestProblem(code, retryAfterSeconds === null ? {} : { retryAfterSeconds });
}

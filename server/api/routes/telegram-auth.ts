import { consentVersion } from '#contract/account.ts';
import {
  flowBodySchema,
  flowQuerySchema,
  phoneBodySchema,
  qrPasswordBodySchema,
  qrQuerySchema,
  verifyBodySchema,
} from '#contract/login.ts';
import type { Viewer } from '#contract/session.ts';
import type { BeginLogin, LoginState, LoginStep } from '#server/gateway-client/login-answers.ts';
import type { ApiContext } from '../context.ts';
import { describeFlow } from '../login-flow.ts';
import { RequestProblem } from '../request-problem.ts';
import { noQuery } from './no-query.ts';
import { type Answer, type Route, viewerRoute } from './route.ts';

/**
 * Connecting an account. A code or password goes straight to the gateway and stays in no answer, log or table; whose flow
 * it is, how often may be tried and which step comes next is decided there.
 */
const byPhone = {
  isOffered: ({ accountPhoneLogin }: ApiContext, viewer: Viewer | null): boolean =>
    accountPhoneLogin === 'everyone' || (accountPhoneLogin === 'admins' && viewer?.isAdmin !== false),
};

/** Sends a code to a number. */
export const postPhone = viewerRoute(
  { method: 'POST', path: '/telegram/auth/phone', query: noQuery, body: phoneBodySchema, ...byPhone },
  async (context, { viewer }, { body, address }) => {
    requireConsent(context, viewer, body.consent);
    return await begin(context, viewer, { method: 'phone', phone: body.phone }, address);
  },
);

/** Takes the code, or the two-step password that is asked for after it. */
export const postVerify = viewerRoute(
  { method: 'POST', path: '/telegram/auth/verify', query: noQuery, body: verifyBodySchema, ...byPhone },
  async (context, { viewer }, { body, address }) => {
    const { flow_id: flowId, code, password } = body;
    const typed =
      code === undefined ? { step: 'password' as const, password } : { step: 'code' as const, code };
    return await take(context, viewer, flowId, typed, address);
  },
);

/** Sends the code once more, in another way where Telegram has one. */
export const postResend = viewerRoute(
  { method: 'POST', path: '/telegram/auth/resend', query: noQuery, body: flowBodySchema, ...byPhone },
  async (context, { viewer }, { body, address }) =>
    await take(context, viewer, body.flow_id, { step: 'resend' }, address),
);

/** Begins a login by QR code, or renews its code. */
export const getQr = viewerRoute(
  { method: 'GET', path: '/telegram/auth/qr', query: qrQuerySchema, hasEffect: true },
  async (context, { viewer }, { query, address }) => {
    if (query.flow_id !== undefined)
      return await take(context, viewer, query.flow_id, { step: 'look' }, address);
    requireConsent(context, viewer, query.consent);
    return await begin(context, viewer, { method: 'qr' }, address);
  },
);

/** Whether the code was scanned; with the next code where the last one is about to end. */
export const getQrStatus = viewerRoute(
  { method: 'GET', path: '/telegram/auth/qr/status', query: flowQuerySchema, hasEffect: true },
  async (context, { viewer }, { query, address }) =>
    await take(context, viewer, query.flow_id, { step: 'look' }, address),
);

/** Takes the two-step password after a scanned code; there also where logging in by phone is off. */
export const postQrPassword = viewerRoute(
  { method: 'POST', path: '/telegram/auth/qr/password', query: noQuery, body: qrPasswordBodySchema },
  async (context, { viewer }, { body, address }) => {
    const { flow_id: flowId, password } = body;
    return await take(context, viewer, flowId, { step: 'password', password }, address);
  },
);

/** Gives a login up; nothing happens to one that is over. */
export const postCancel = viewerRoute(
  { method: 'POST', path: '/telegram/auth/cancel', query: noQuery, body: flowBodySchema },
  async (context, { viewer }, { body, address }) => {
    const step: LoginStep = { viewer_id: viewer.viewerId, step: 'cancel', ip: toIp(address) };
    const state = await context.logins.step(body.flow_id, step);
    const isOver =
      state.kind !== 'refused' || state.code === 'flow-not-found' || state.code === 'flow-expired';
    if (!isOver) describeFlow(state, context.texts[viewer.language]);
    return { status: 204 };
  },
);

export const telegramAuthRoutes: readonly Route[] = [
  ...[postPhone, postVerify, postResend],
  ...[getQr, getQrStatus, postQrPassword, postCancel],
];

/** Whether a viewer may connect an account by phone number and code. */
export function mayUsePhone(context: ApiContext, viewer: Viewer): boolean {
  return byPhone.isOffered(context, viewer);
}

function requireConsent({ texts }: ApiContext, { language }: Viewer, given: string | undefined): void {
  if (given !== consentVersion)
    throw new RequestProblem('consent-required', { consent: texts[language].consent });
}

async function begin(
  context: ApiContext,
  viewer: Viewer,
  how: Pick<BeginLogin, 'method' | 'phone'>,
  address: string | null,
): Promise<Answer> {
  const { viewerId } = viewer;
  const ip = toIp(address);
  return answer(
    context,
    viewer,
    await context.logins.begin({ viewer_id: viewerId, consent_version: consentVersion, ip, ...how }),
  );
}

async function take(
  context: ApiContext,
  viewer: Viewer,
  flowId: string,
  step: Pick<LoginStep, 'step'> & { code?: string | undefined; password?: string | undefined },
  address: string | null,
): Promise<Answer> {
  const { step: name, code, password } = step;
  const typed = { ...(code === undefined ? {} : { code }), ...(password === undefined ? {} : { password }) };
  const body: LoginStep = { viewer_id: viewer.viewerId, step: name, ...typed, ip: toIp(address) };
  return answer(context, viewer, await context.logins.step(flowId, body));
}

function answer({ texts }: ApiContext, { language }: Viewer, state: LoginState): Answer {
  return { status: 200, body: describeFlow(state, texts[language]) };
}

/** Limits count by it; a front that sends nonsense may not make a step impossible. */
function toIp(address: string | null): string | null {
  return address === null ? null : address.slice(0, 64);
}

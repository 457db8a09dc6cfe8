import { z } from 'zod';
import { type SessionReset, type SessionStatus, sessionSettingsSchema } from '#contract/account.ts';
import { decimalIdSchema } from '#contract/decimal-id.ts';
import { changeAccountSettings } from '#server/actions/change-account-settings.ts';
import { endAccount } from '#server/actions/end-account.ts';
import { loadViewerAccount } from '#server/reports/load-viewer-account.ts';
import { askOwnAccount, findOwnAccount } from '../own-account.ts';
import { RequestProblem } from '../request-problem.ts';
import { type Route, viewerRoute } from './route.ts';
import { mayUsePhone } from './telegram-auth.ts';

/**
 * A viewer has one account now. Should there be several, the newest that is in use is meant, and `account_id` names
 * another; an account of somebody else is one that is not there.
 */
export const accountQuerySchema = z.strictObject({ account_id: decimalIdSchema.optional() });

/** Whether an account is connected, and what has to be accepted before one is. */
const getStatus = viewerRoute(
  { method: 'GET', path: '/telegram/session/status', query: accountQuerySchema },
  async (context, { viewer }, { query }) => {
    const account = await loadViewerAccount(context.database, viewer.viewerId, query.account_id ?? null);
    const body: SessionStatus = {
      has_session: account?.state === 'active',
      connected: account?.connected ?? false,
      reason: account?.reason ?? null,
      account_id: account?.account_id ?? null,
      state: account?.state ?? null,
      login_methods: mayUsePhone(context, viewer) ? ['qr', 'phone'] : ['qr'],
      consent: context.texts[viewer.language].consent,
    };
    return { status: 200, body };
  },
);

const getInfo = viewerRoute(
  { method: 'GET', path: '/telegram/session/info', query: accountQuerySchema },
  async (context, { viewer }, { query }) => ({
    status: 200,
    body: await findOwnAccount(context, viewer.viewerId, query.account_id),
  }),
);

/** Who the account is: as Telegram says now where it can be asked, else as it said last (`seen_at`). */
const getUser = viewerRoute(
  { method: 'GET', path: '/telegram/user/info', query: accountQuerySchema },
  async (context, { viewer }, { query }) => {
    const { viewerId } = viewer;
    const {
      account_id: accountId,
      user,
      connected,
    } = await findOwnAccount(context, viewerId, query.account_id);
    const asked = connected ? await context.accounts.loadUser({ accountId, viewerId }) : null;
    const body = asked?.kind === 'answer' ? asked.value : user;
    if (body === null) throw new RequestProblem('account-unavailable', { reason: 'connecting' });
    return { status: 200, body };
  },
);

/** What the owner allows. */
const putSettings = viewerRoute(
  {
    ...{ method: 'PUT', path: '/telegram/session/settings' },
    ...{ query: accountQuerySchema, body: sessionSettingsSchema },
  },
  async (context, { viewer }, { query, body }) => {
    const { viewerId } = viewer;
    const { account_id: accountId } = await findOwnAccount(context, viewerId, query.account_id);
    await changeAccountSettings(context.database, {
      ...{ viewerId, accountId, now: context.now() },
      sharesPublic: body.shares_public,
      showsPrivateChats: body.shows_private_chats,
    });
    return { status: 200, body: await findOwnAccount(context, viewerId, accountId) };
  },
);

/** Ends the session of the account at Telegram and wipes what is stored of it. */
const postReset = viewerRoute(
  { method: 'POST', path: '/telegram/session/reset', query: accountQuerySchema },
  async (context, { viewer }, { query }) => {
    const { account_id: accountId } = await findOwnAccount(context, viewer.viewerId, query.account_id);
    const actor = `viewer:${viewer.viewerId}`;
    const outcome = await endAccount(context, { accountId, actor, now: context.now() });
    if (outcome.kind !== 'ended') throw new RequestProblem('no-account');
    const body: SessionReset = { ended: true, account_id: accountId, logged_out: outcome.isLoggedOut };
    return { status: 200, body };
  },
);

/** Every device that is logged in as the account. */
const getSessions = viewerRoute(
  { method: 'GET', path: '/telegram/sessions', query: accountQuerySchema },
  async (context, { viewer }, { query }) => ({
    status: 200,
    body: await askOwnAccount(context, viewer.viewerId, query.account_id, (account) =>
      context.accounts.listLogins(account),
    ),
  }),
);

/** Ends them all but ours; Telegram refuses it to a login younger than a day. */
const postTerminateOthers = viewerRoute(
  { method: 'POST', path: '/telegram/sessions/terminate-others', query: accountQuerySchema },
  async (context, { viewer }, { query }) => ({
    status: 200,
    body: await askOwnAccount(context, viewer.viewerId, query.account_id, (account) =>
      context.accounts.endOtherLogins(account),
    ),
  }),
);

export const telegramSessionRoutes: readonly Route[] = [
  ...[getStatus, getInfo, getUser, putSettings, postReset],
  ...[getSessions, postTerminateOthers],
];

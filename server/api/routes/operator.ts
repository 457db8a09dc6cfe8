import { z } from 'zod';
import { accountStateSchema } from '#contract/account.ts';
import { pageLimitSchema } from '#contract/chat.ts';
import { decimalIdSchema } from '#contract/decimal-id.ts';
import { accountKindSchema } from '#contract/operator.ts';
import { endAccount } from '#server/actions/end-account.ts';
import {
  loadAccountPage,
  loadAuditPage,
  loadAuthAttemptPage,
  loadLeasePage,
  loadTelegramUserPage,
} from '#server/reports/load-operator-lists.ts';
import { RequestProblem } from '../request-problem.ts';
import { noQuery } from './no-query.ts';
import { operatorRoute, type Route } from './route.ts';

const orNull = <Schema extends z.ZodType>(schema: Schema) =>
  schema.optional().transform((given) => given ?? null);
const page = { limit: pageLimitSchema, before: orNull(decimalIdSchema) };
const viewerId = orNull(decimalIdSchema);
const since = orNull(z.iso.datetime({ error: 'must be an instant like 2026-03-01T12:00:00Z' })).transform(
  (text) => (text === null ? null : new Date(text)),
);
/** Words that the product itself writes; anything else finds nothing, and is refused before it is looked for. */
const word = orNull(z.string().regex(/^[A-Za-z0-9:._-]{1,100}$/, 'must be a word of the list'));

const accountsQuery = z.strictObject({
  ...page,
  viewerId,
  state: orNull(accountStateSchema),
  kind: orNull(accountKindSchema),
});
const leasesQuery = z.strictObject({
  ...page,
  isLive: orNull(z.enum(['true', 'false'], 'must be true or false')).transform((text) =>
    text === null ? null : text === 'true',
  ),
});
const auditQuery = z.strictObject({ ...page, since, actor: word, event: word, subject: word });

/** The accounts of the installation and what was done with them, for its operators. */
export const operatorRoutes: readonly Route[] = [
  operatorRoute(
    { method: 'GET', path: '/admin/accounts', query: accountsQuery },
    async ({ database }, _, { query }) => ({
      status: 200,
      body: await loadAccountPage(database, query),
    }),
  ),
  operatorRoute(
    { method: 'GET', path: '/admin/telegram-users', query: z.strictObject({ ...page, viewerId }) },
    async ({ database }, _, { query }) => ({
      status: 200,
      body: await loadTelegramUserPage(database, query),
    }),
  ),
  operatorRoute(
    {
      ...{ method: 'GET', path: '/admin/auth-attempts' },
      query: z.strictObject({ ...page, viewerId, since, outcome: word }),
    },
    async ({ database }, _, { query }) => ({ status: 200, body: await loadAuthAttemptPage(database, query) }),
  ),
  operatorRoute(
    { method: 'GET', path: '/admin/leases', query: leasesQuery },
    async ({ database }, _, { query }) => ({
      status: 200,
      body: await loadLeasePage(database, query),
    }),
  ),
  operatorRoute(
    { method: 'GET', path: '/admin/audit-log', query: auditQuery },
    async ({ database }, _, { query }) => ({
      status: 200,
      body: await loadAuditPage(database, query),
    }),
  ),
  /** Removes a session that has no business here: logged out where it still can be, and its ciphertext wiped. */
  operatorRoute(
    { method: 'DELETE', path: '/admin/accounts/:accountId', query: noQuery },
    async (context, { viewer }, { params }) => {
      const accountId = z.safeParse(decimalIdSchema, params.accountId);
      if (!accountId.success) throw new RequestProblem('not-found');
      const actor = `operator:${viewer.viewerId}`;
      const outcome = await endAccount(context, { accountId: accountId.data, actor, now: context.now() });
      if (outcome.kind === 'no-such-account') throw new RequestProblem('not-found');
      if (outcome.kind === 'configured') throw new RequestProblem('account-configured');
      return { status: 200, body: { ended: true, loggedOut: outcome.isLoggedOut } };
    },
  ),
];

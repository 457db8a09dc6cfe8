import { Router } from 'express';
import { z } from 'zod';
import {
  type SessionsTerminated,
  sessionsTerminatedSchema,
  type TelegramSessions,
  type TelegramUserInfo,
  telegramSessionsSchema,
  telegramUserInfoSchema,
} from '#contract/account.ts';
import type { Connection } from '#server/db/connection.ts';
import { saveAuditEvent } from '#server/db/queries/save-audit-event.ts';
import { saveTelegramUser } from '#server/db/queries/save-telegram-user.ts';
import type { Log } from '#server/log.ts';
import {
  fetchAuthorizations,
  type LoginOfAccount,
  resetAuthorizations,
} from '../telegram/fetch-authorizations.ts';
import { fetchOwner, type SessionOwner } from '../telegram/login-owner.ts';
import { askedAccountSchema, type HeldAccounts, withAccount } from './account-source.ts';
import { parse } from './parse.ts';

export interface AccountRoutesDependencies {
  accounts: HeldAccounts;
  database: Connection;
  log: Log;
  now(): Date;
}

const viewerSchema = z.strictObject({ viewer_id: z.string() });

/** What the owner of an account asks about it and its logins; each question is one or two calls to Telegram. */
export function createAccountRoutes({ accounts, database, log, now }: AccountRoutesDependencies): Router {
  const router = Router();

  router.get('/:accountId/user', async (request, response) => {
    const { viewer_id: viewerId } = parse(viewerSchema, request.query);
    const asked = parse(askedAccountSchema, { accountId: request.params.accountId, viewerId });
    const owner = await withAccount(accounts, asked, ({ interactive }) =>
      fetchOwner((asking) => interactive.call(asking)),
    );
    const seenAt = now();
    // What is shown to operators and after a restart; that it could not be kept takes nothing from this answer.
    await saveTelegramUser(database, { accountId: asked.accountId, ...owner, seenAt }).catch(
      (error: unknown) => log.warn({ err: error }, 'who an account is could not be kept'),
    );
    response.json(telegramUserInfoSchema.parse(describeOwner(asked.accountId, owner, seenAt)));
  });

  router.get('/:accountId/authorizations', async (request, response) => {
    const { viewer_id: viewerId } = parse(viewerSchema, request.query);
    const asked = parse(askedAccountSchema, { accountId: request.params.accountId, viewerId });
    const logins = await withAccount(accounts, asked, ({ interactive }) => fetchAuthorizations(interactive));
    const answer: TelegramSessions = { sessions: logins.map(describeLogin) };
    response.json(telegramSessionsSchema.parse(answer));
  });

  router.post('/:accountId/terminate-others', async (request, response) => {
    const { viewer_id: viewerId } = parse(viewerSchema, request.body ?? {});
    const asked = parse(askedAccountSchema, { accountId: request.params.accountId, viewerId });
    const answer = await withAccount(
      accounts,
      asked,
      async ({ interactive }): Promise<SessionsTerminated> => {
        const others = (await fetchAuthorizations(interactive)).filter(({ isCurrent }) => !isCurrent);
        if (others.length > 0) await resetAuthorizations(interactive);
        return { terminated: others.length };
      },
    );
    if (answer.terminated > 0) {
      await saveAuditEvent(database, {
        ...{ actor: `viewer:${asked.viewerId}`, event: 'sessions.terminated' },
        ...{
          subject: `accounts:${asked.accountId}`,
          details: { ended: answer.terminated },
          happenedAt: now(),
        },
      });
    }
    response.json(sessionsTerminatedSchema.parse(answer));
  });
  return router;
}

function describeOwner(accountId: string, owner: SessionOwner, seenAt: Date): TelegramUserInfo {
  return {
    account_id: accountId,
    telegram_user_id: owner.telegramUserId,
    first_name: owner.firstName,
    last_name: owner.lastName,
    username: owner.username,
    masked_phone: owner.maskedPhone,
    is_premium: owner.isPremium,
    is_bot: owner.isBot,
    seen_at: seenAt.toISOString(),
  };
}

function describeLogin(login: LoginOfAccount): TelegramSessions['sessions'][number] {
  return {
    is_current: login.isCurrent,
    is_unconfirmed: login.isUnconfirmed,
    device_model: login.deviceModel,
    platform: login.platform,
    system_version: login.systemVersion,
    app_name: login.appName,
    app_version: login.appVersion,
    created_at: login.createdAt,
    active_at: login.activeAt,
    country: login.country,
  };
}

import type { Database } from '#server/db/database.ts';
import { addBotAccount, addOperatorAccount } from '#server/db/queries/add-account.ts';
import { type ClaimedAccount, claimLeases } from '#server/db/queries/claim-leases.ts';
import { forgetGateways } from '#server/db/queries/forget-gateways.ts';
import { reviveAccounts } from '#server/db/queries/revive-accounts.ts';
import { saveAuditEvent } from '#server/db/queries/save-audit-event.ts';
import { type LeaseSurvey, surveyLeases } from '#server/db/queries/survey-leases.ts';
import type { Log } from '#server/log.ts';
import { withDeadline } from '#server/process.ts';
import { clearOwners } from '../lease/clear-owners.ts';
import { planGiveBack, planShares } from '../lease/plan-share.ts';
import type { SessionKey } from '../telegram/session-string.ts';
import { keyIdOf } from './key-id.ts';
import type { LeasedAccounts } from './leased-accounts.ts';

export interface TakeAccountsSettings {
  database: Database;
  log: Log;
  address: string;
  silenceSeconds: number;
  accounts: LeasedAccounts;
  /** The session of the environment; null: there is none. */
  environmentKey: SessionKey | null;
  /** The bot's Telegram user id; null: it has no MTProto session here. */
  botId: string | null;
  /** Accounts that were found unusable a moment ago. */
  restingIds(): string[];
  asksForSockets(address: string, owner: string): Promise<boolean | null>;
}

export interface AccountTaker {
  /** Who holds what; takes and gives back so that every gateway has its share. Returns what was taken. */
  takeShare(): Promise<{ survey: LeaseSurvey; taken: ClaimedAccount[] }>;
}

const surveyDeadlineMs = 3_000;
/** The session of the environment and the bot. */
const mostOwn = 2;

/** Creates what takes leases: all there are when this gateway is alone, its fair share among others. */
export function createAccountTaker(settings: TakeAccountsSettings): AccountTaker {
  const { database, accounts, environmentKey, botId, silenceSeconds } = settings;
  const keyId = environmentKey === null ? null : keyIdOf(environmentKey.authKey);

  let isRevived = false;

  function ownNames(): string[] {
    return [accounts.keeper.owner(), ...accounts.keeper.earlierOwners()];
  }

  /** The session of the environment and the bot's are accounts like any other, once they have a row. */
  async function addOwnAccounts(survey: LeaseSurvey): Promise<boolean> {
    const now = new Date();
    const lacksOperator = keyId !== null && !survey.hasKey;
    const lacksBot = botId !== null && !survey.hasBot;
    if (lacksOperator && environmentKey !== null) {
      await addOperatorAccount(database, { keyId, dcId: environmentKey.dcId, now });
    }
    if (lacksBot) await addBotAccount(database, { telegramUserId: botId, now });
    return lacksOperator || lacksBot;
  }

  /** Once for each start: whoever ended one afterwards, with no gateway in reach to say no, is not overruled. */
  async function reviveOwnAccounts(): Promise<void> {
    if (isRevived) return;
    const revived = await database.transaction(async (connection) => {
      const accountIds = await reviveAccounts(connection, { keyId, botId });
      for (const accountId of accountIds) {
        await saveAuditEvent(connection, {
          ...{ actor: 'gateway', event: 'account.revived', subject: `accounts:${accountId}` },
          ...{ details: {}, happenedAt: new Date() },
        });
      }
      return accountIds;
    });
    isRevived = true;
    for (const accountId of revived) {
      settings.log.warn({ accountId }, 'an ended account is taken up again: the configuration names it');
    }
  }

  async function look(): Promise<LeaseSurvey> {
    await reviveOwnAccounts();
    const survey = await withDeadline(surveyLeases(database, { keyId, botId }), surveyDeadlineMs, 'survey');
    return (await addOwnAccounts(survey)) ? surveyLeases(database, { keyId, botId }) : survey;
  }

  /** Those that this gateway alone may hold, or was the first to hold, are not given to others. */
  async function giveBack(count: number): Promise<void> {
    const movable = accounts
      .all()
      .filter(({ account }) => account.kind !== 'bot' && (keyId === null || account.keyId !== keyId));
    await accounts.release(movable.slice(-count));
  }

  return {
    async takeShare() {
      const survey = await look();
      const names = ownNames();
      const cleared = await clearOwners({
        ...{ gateways: survey.gateways, ownNames: names, silenceSeconds },
        ...{ asksForSockets: settings.asksForSockets, log: settings.log },
      });
      if (cleared.dead.length > 0) await forgetGateways(database, cleared.dead);
      const [owner = '', ...earlier] = names;
      const held = accounts.busyIds().length;
      const others = survey.gateways.filter(
        (gateway) =>
          !names.includes(gateway.owner) &&
          !cleared.dead.includes(gateway.owner) &&
          gateway.silentSeconds < silenceSeconds,
      );
      const share = planShares([{ owner, held }, ...others], survey.usable).get(owner) ?? 0;
      const surplus = planGiveBack(held, share);
      if (surplus > 0) await giveBack(surplus);
      const isSomethingLeft = [...cleared.dead, ...cleared.silent, ...earlier].length > 0;
      const room = share - held;
      if (survey.free === 0 && !isSomethingLeft) return { survey, taken: [] };
      if (room <= 0 && survey.ownFree === 0) return { survey, taken: [] };
      const askedAt = performance.now();
      const taken = await claim(owner, room, [...cleared.dead, ...earlier], cleared.silent);
      for (const account of taken) accounts.lease(account, askedAt);
      return { survey, taken };
    },
  };

  /** What is going to be decrypted is in the audit log by the time the lease is ours. */
  function claim(
    owner: string,
    room: number,
    deadOwners: readonly string[],
    silentOwners: readonly string[],
  ): Promise<ClaimedAccount[]> {
    return database.transaction(async (connection) => {
      const taken = await claimLeases(connection, {
        ...{ owner, address: settings.address, keyId, botId, deadOwners, silentOwners },
        ...{ limit: room > 0 ? room : mostOwn, isOwnOnly: room <= 0 },
        ...{ except: [...accounts.busyIds(), ...settings.restingIds()], silenceSeconds },
      });
      for (const { accountId, session } of taken) {
        if (session === null) continue;
        await saveAuditEvent(connection, {
          ...{ actor: 'gateway', event: 'secret.opened', subject: `accounts:${accountId}` },
          ...{ details: { purpose: 'session' }, happenedAt: new Date() },
        });
      }
      return taken;
    });
  }
}

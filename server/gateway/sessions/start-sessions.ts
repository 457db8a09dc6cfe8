import { readFileSync } from 'node:fs';
import type { Database } from '#server/db/database.ts';
import type { MtprotoEnvironment } from '#server/env.ts';
import type { Log } from '#server/log.ts';
import type { ProxyAddress } from '#server/proxy-address.ts';
import type { Vault } from '#server/vault/vault.ts';
import type { GatewayMetrics } from '../gateway-metrics.ts';
import { createSocketQuestion } from '../lease/ask-for-sockets.ts';
import type { LeasePace } from '../lease/lease-pace.ts';
import { createAddressBook } from '../telegram/address-book.ts';
import { connectClient } from '../telegram/connect-client.ts';
import { logInBot } from '../telegram/login-bot.ts';
import type { DcAddress, LoginClientSettings } from '../telegram/login-client.ts';
import { trustServerKey } from '../telegram/server-key.ts';
import { parseSessionString } from '../telegram/session-string.ts';
import { type GatewaySessions, holdSessions } from './hold-sessions.ts';

export interface StartSessionsSettings {
  mtproto: MtprotoEnvironment;
  /** The bot logs in over MTProto too; null: it does not. */
  botToken: string | null;
  token: string;
  database: Database;
  vault: Vault;
  log: Log;
  metrics: GatewayMetrics;
  probeMs?: number;
  leasePace?: LeasePace;
}

/** How this gateway reaches Telegram; what a login needs to open its own connections. */
export interface MtprotoAccess {
  line: LoginClientSettings;
  /** Where a connection without a key begins. */
  firstDc: DcAddress;
}

/** Telegram's second data centre, which knows where everybody else lives. */
const telegramDc: DcAddress = { dcId: 2, ip: '149.154.167.51' };

/** null: MTProto is switched off or not configured. */
export function openMtproto(
  mtproto: MtprotoEnvironment,
  metrics: GatewayMetrics,
  proxy: ProxyAddress | null,
): MtprotoAccess | null {
  const { isEnabled, apiId, apiHash, publicKeyFile, dc, dcMap } = mtproto;
  if (!isEnabled || apiId === null || apiHash === null) return null;
  if (publicKeyFile !== null) trustServerKey(readFileSync(publicKeyFile, 'utf8'));
  return {
    line: {
      ...{ apiId, apiHash, proxy, addressBook: createAddressBook({ dc, dcMap }) },
      ...{ onSymptom: metrics.countSymptom, onCall: metrics.observeCall },
    },
    firstDc: dc === null ? telegramDc : { dcId: dc.id, ip: dc.ip },
  };
}

/** Starts holding accounts. Throws `SessionStringError` when the session string of the environment is none. */
export function startSessions(
  settings: StartSessionsSettings,
  access: MtprotoAccess,
  address: string,
): GatewaySessions {
  const { mtproto, botToken, database, vault, log, metrics, probeMs, leasePace } = settings;
  const { line, firstDc } = access;
  const { sessionString, isBudgeted, isExclusive } = mtproto;
  return holdSessions({
    ...{ database, vault, log, metrics, address, isBudgeted, isExclusive },
    ...(probeMs === undefined ? {} : { probeMs }),
    ...(leasePace === undefined ? {} : { pace: leasePace }),
    environmentKey: sessionString === null ? null : parseSessionString(sessionString),
    bot:
      botToken === null
        ? null
        : {
            telegramUserId: botToken.split(':')[0] ?? '',
            logIn: () => logInBot(line, firstDc, botToken),
          },
    connect: (session, onClosed, signal) => connectClient({ ...line, session, onClosed, signal }),
    asksForSockets: createSocketQuestion(settings.token),
  });
}

import { type ListedSession, loadSessionList } from '#server/reports/load-session-list.ts';
import type { CommandArguments, CommandContext, CommandResult, ProductCommand } from './command.ts';
import { CommandError } from './command-error.ts';
import { connectSession } from './session-connect.ts';
import { importSession, printSession } from './session-string.ts';
import { withLoginClient } from './with-login-client.ts';

const usage = 'session connect | list | end ID | print ID | import';

/** The operator's own accounts: they log in here, and what is stored of them can be given out to the terminal alone. */
export const session: ProductCommand = {
  usage,
  summary:
    'connect a Telegram account by QR code (or --phone), list and end accounts, take sessions in and out',
  options: {
    phone: { summary: 'connect: by phone number and code instead of a QR code' },
    telethon: { summary: 'print: in the form of Telethon instead of that of GramJS' },
  },
  positionals: { least: 1, most: 2 },
  async run(context, given) {
    const [wanted = '', accountId] = given.positionals;
    const needsId = wanted === 'end' || wanted === 'print';
    if (needsId !== (accountId !== undefined)) throw new CommandError(`Usage: npm run cli -- ${usage}`);
    if (needsId && !/^[1-9]\d{0,18}$/.test(accountId ?? '')) {
      throw new CommandError(`"${accountId}" is not the id of an account: session list shows them.`);
    }
    return await dispatch(context, given, wanted, accountId ?? '');
  },
};

function dispatch(
  context: CommandContext,
  { flags }: CommandArguments,
  wanted: string,
  accountId: string,
): Promise<CommandResult> {
  switch (wanted) {
    case 'connect':
      return connectSession(context, flags.has('phone') ? 'phone' : 'qr');
    case 'list':
      return listSessions(context);
    case 'end':
      return endSession(context, accountId);
    case 'print':
      return printSession(context, accountId, flags.has('telethon') ? 'telethon' : 'gramjs');
    case 'import':
      return importSession(context);
    default:
      throw new CommandError(`Usage: npm run cli -- ${usage}`);
  }
}

async function listSessions({ database }: CommandContext): Promise<CommandResult> {
  const sessions = await loadSessionList(database);
  return {
    json: { sessions },
    lines: sessions.length === 0 ? ['No account was connected yet.'] : sessions.map(describe),
  };
}

function describe({ accountId, kind, viewerId, name, state, reason, isHeld }: ListedSession): string {
  const whose = viewerId === null ? kind : `${kind} ${viewerId}`;
  const how = state === 'active' ? (isHeld ? 'in use' : 'not held by any gateway') : state;
  return [accountId, whose, name ?? 'unknown', reason === null ? how : `${how}: ${reason}`].join('  ');
}

async function endSession(context: CommandContext, accountId: string): Promise<CommandResult> {
  const outcome = await withLoginClient(context, (client) => client.end(accountId, 'operator'));
  if (outcome.kind === 'not-found') throw new CommandError(`There is no account ${accountId}.`);
  if (outcome.kind === 'configured') {
    throw new CommandError(
      `Account ${accountId} lives from the configuration and would come back: take it out of TELEGRAM_SESSION_STRING or TELEGRAM_BOT_TOKEN and restart the gateway, then end it here.`,
    );
  }
  if (outcome.kind === 'unreachable') {
    throw new CommandError('The gateway that holds the account does not answer: try again when it runs.');
  }
  const { isLoggedOut } = outcome;
  return {
    json: { accountId, ended: true, loggedOut: isLoggedOut },
    lines: [
      isLoggedOut
        ? `Account ${accountId} is logged out, and nothing of its session is kept.`
        : `Nothing of the session is kept, but Telegram could not be told: end it under Settings → Devices too.`,
    ],
  };
}

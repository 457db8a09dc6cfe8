import { consentVersion } from '#contract/account.ts';
import type { CommandContext, CommandResult } from './command.ts';
import { CommandError } from './command-error.ts';
import { readConsentText } from './consent-text.ts';
import { explainRefusal } from './explain-refusal.ts';
import { withLoginClient } from './with-login-client.ts';

/** Takes in a session that was made elsewhere, from standard input: a string in the arguments would be seen by `ps`. */
export async function importSession(context: CommandContext): Promise<CommandResult> {
  context.progress(readConsentText());
  context.progress(
    'A session may be used in one place only: stop every other program that uses this one first.',
  );
  const text = await context.ask('Session string of GramJS or Telethon (it is not shown): ', true);
  if (text === null || text.trim() === '') throw new CommandError('Nothing was given.');
  if (!/^1[A-Za-z0-9+/=_-]{99,999}$/.test(text.trim())) throw new CommandError(explainRefusal('unreadable'));
  const outcome = await withLoginClient(context, (client) =>
    client.importSession({ session_string: text.trim(), consent_version: consentVersion }),
  );
  if (outcome.kind === 'refused') throw new CommandError(explainRefusal(outcome.code));
  const { account_id: accountId, first_name: name } = outcome.user;
  return { json: { user: outcome.user }, lines: [`${name} is connected as account ${accountId}.`] };
}

const printRefusals = {
  'not-found': (accountId: string) =>
    `Account ${accountId} has no session of the operator's that could be printed.`,
  configured: (accountId: string) =>
    `The session of account ${accountId} stands in TELEGRAM_SESSION_STRING of the gateway: it can be read there.`,
  'cannot-be-opened': () => 'The session is sealed with a key that the gateway does not have.',
};

/** Prints the session of an operator's account, and a warning beside it; nothing of it goes anywhere else. */
export async function printSession(
  context: CommandContext,
  accountId: string,
  format: 'gramjs' | 'telethon',
): Promise<CommandResult> {
  const outcome = await withLoginClient(context, (client) => client.printSession(accountId, { format }));
  if (outcome.kind === 'unreachable') throw new CommandError(explainRefusal('no-source'));
  if (outcome.kind === 'refused') {
    throw new CommandError(printRefusals[outcome.code](accountId));
  }
  context.progress(
    [
      'Whoever has this text has the account. It was written down that it was printed.',
      'Telegram ends a session for good that is used in two places at once: end the account here first, or stop the gateway.',
    ].join('\n'),
  );
  return {
    json: { accountId, format, session_string: outcome.session_string },
    lines: [outcome.session_string],
  };
}

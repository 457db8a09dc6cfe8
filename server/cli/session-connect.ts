import { setTimeout as delay } from 'node:timers/promises';
import { renderUnicodeCompact } from 'uqr';
import { consentVersion } from '#contract/account.ts';
import type { LoginGatewayClient } from '#server/gateway-client/create-login-client.ts';
import type { LoginState, LoginStep } from '#server/gateway-client/login-answers.ts';
import type { CommandContext, CommandResult } from './command.ts';
import { CommandError } from './command-error.ts';
import { readConsentText } from './consent-text.ts';
import { explainRefusal } from './explain-refusal.ts';
import { withLoginClient } from './with-login-client.ts';

type Connected = Extract<LoginState, { kind: 'connected' }>;
type Waiting = Exclude<LoginState, Connected | { kind: 'refused' }>;

/** What a person may simply try again; the gateway counts. */
const correctable = new Set(['code-wrong', 'password-wrong', 'telegram-trouble', 'flow-busy']);
/** Telegram may be away for a moment while a QR code is shown; after so many times in a row it is not a moment. */
const mostTroubles = 5;
const troublePauseMs = 1_000;

/** Connects an account of the operator's in a dialogue. Everything but the result goes to standard error. */
export async function connectSession(
  context: CommandContext,
  method: 'qr' | 'phone',
): Promise<CommandResult> {
  context.progress(readConsentText());
  if ((await context.ask('Type yes to accept this and go on: ', false))?.trim() !== 'yes') {
    throw new CommandError('Nothing was connected.');
  }
  const user = await withLoginClient(context, async (client) => {
    const begun = await client.begin({
      ...{ viewer_id: null, method, consent_version: consentVersion, ip: null },
      ...(method === 'phone'
        ? { phone: await askFor(context, 'Phone number, like +79991234567: ', false) }
        : {}),
    });
    if (begun.kind === 'refused') throw new CommandError(explainRefusal(begun.code, begun.retry_after));
    return begun.kind === 'connected' ? begun.user : (await goOn(context, client, begun)).user;
  });
  return { json: { user }, lines: [`${user.first_name} is connected as account ${user.account_id}.`] };
}

async function goOn(context: CommandContext, client: LoginGatewayClient, begun: Waiting): Promise<Connected> {
  let state: Waiting = begun;
  let troubles = 0;
  let shown = '';
  for (;;) {
    if (state.kind === 'qr-wanted' && state.link !== shown) {
      shown = state.link;
      showCode(context, state.link);
    }
    const told = await client.step(state.flow_id, await nextStep(context, state));
    if (told.kind === 'connected') return told;
    if (told.kind !== 'refused') {
      state = told;
      troubles = 0;
      continue;
    }
    if (told.code === 'tries-used-up' && state.kind === 'code-wanted') {
      state = await sendAnother(context, client, state);
      troubles = 0;
      continue;
    }
    troubles += 1;
    if (!correctable.has(told.code) || troubles > mostTroubles) {
      throw new CommandError(explainRefusal(told.code, told.retry_after));
    }
    context.progress(explainRefusal(told.code, told.retry_after));
    if (state.kind === 'qr-wanted') await delay(troublePauseMs);
  }
}

/** The way on when every try of a code was wrong. */
async function sendAnother(
  context: CommandContext,
  client: LoginGatewayClient,
  state: Waiting,
): Promise<Waiting> {
  const answer = await context.ask('All tries were wrong. Type yes to have another code sent: ', false);
  if (answer?.trim() !== 'yes') throw new CommandError('Nothing was connected.');
  const told = await client.step(state.flow_id, { viewer_id: null, ip: null, step: 'resend' });
  if (told.kind === 'refused') throw new CommandError(explainRefusal(told.code, told.retry_after));
  if (told.kind === 'connected') throw new CommandError('The account is connected already: see status.');
  return told;
}

function showCode(context: CommandContext, link: string): void {
  context.progress(renderUnicodeCompact(link, { border: 2 }));
  context.progress('Scan this in Telegram: Settings → Devices → Link Desktop Device.');
}

/** Where a code is shown, the gateway itself waits a little with its answer. */
async function nextStep(context: CommandContext, state: Waiting): Promise<LoginStep> {
  const who = { viewer_id: null, ip: null };
  switch (state.kind) {
    case 'qr-wanted':
      return { ...who, step: 'look' };
    case 'code-wanted': {
      const question = `Code that Telegram sent to ${state.masked_phone} (${state.sent_by}): `;
      return { ...who, step: 'code', code: await askFor(context, question, true) };
    }
    case 'password-wanted': {
      const hint = state.hint === null ? '' : `, hint: ${state.hint}`;
      return {
        ...who,
        step: 'password',
        password: await askFor(context, `Two-step password${hint}: `, true),
      };
    }
  }
}

async function askFor(context: CommandContext, question: string, isHidden: boolean): Promise<string> {
  const line = await context.ask(question, isHidden);
  if (line === null || line.trim() === '')
    throw new CommandError('Nothing was typed: nothing was connected.');
  return line;
}

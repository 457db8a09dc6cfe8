import type { LoginState } from '#server/gateway-client/login-answers.ts';
import type { ImportOutcome } from '#server/gateway-client/session-answers.ts';

type Refusal = Extract<LoginState, { kind: 'refused' }>;
type Code = Refusal['code'] | Extract<ImportOutcome, { kind: 'refused' }>['code'];

const sentences: Record<Code, string> = {
  'consent-required': 'What has to be accepted has changed: update this installation and begin again.',
  'phone-login-off':
    'Logging in by phone number is switched off here (ACCOUNT_PHONE_LOGIN): use the QR code.',
  'phone-invalid': 'This is not a phone number that Telegram knows: write it like +79991234567.',
  'phone-banned': 'Telegram has banned this number.',
  'code-wrong': 'The code is wrong.',
  'code-expired': 'The code has run out: begin again for another one.',
  'password-wrong': 'The password is wrong.',
  'sign-up-required': 'Nobody has an account with this number: open one in the Telegram app first.',
  'account-unusable':
    'The account is frozen or deleted, is a bot, or stands in TELEGRAM_SESSION_STRING already.',
  'flow-not-found': 'This login is over: begin again.',
  'flow-expired': 'This login took too long: begin again.',
  'out-of-order': 'This login waits for something else: begin again.',
  'flow-busy': 'Another step of this login is under way.',
  'tries-used-up': 'All tries were wrong: have another code sent, or begin again.',
  'too-many-attempts': 'Those were too many attempts.',
  'flood-wait': 'Telegram asks for patience.',
  'no-source': 'No gateway with MTProto answers: does it run, with TELEGRAM_API_ID and TELEGRAM_API_HASH?',
  'telegram-trouble': 'Telegram did not give a usable answer: try again in a moment.',
  unreadable: 'This is not a session string of GramJS or Telethon.',
  'session-dead': 'Telegram does not take this session: it was ended.',
  'already-connected': 'This session is connected here already.',
};

/** Says a refusal in one sentence, with the time to wait where it is known. */
export function explainRefusal(code: Code, retryAfterSeconds: number | null = null): string {
  const sentence = sentences[code];
  return retryAfterSeconds === null ? sentence : `${sentence} Try again in ${retryAfterSeconds} seconds.`;
}

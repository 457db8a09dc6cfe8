import { exportLoginToken, importLoginToken, type TokenOutcome } from '../telegram/login-by-token.ts';
import type { LoginClient } from '../telegram/login-client.ts';
import { MtprotoError } from '../telegram/mtproto-failure.ts';
import { trouble } from './begin-login.ts';
import type { QrState } from './flow-state.ts';
import type { LoginLines } from './login-lines.ts';
import { probeKey } from './probe-key.ts';
import { type StepResult, waiting } from './step-result.ts';
import { wantPassword } from './want-password.ts';

export interface QrPace {
  /** How long one look waits for the code to be confirmed. */
  listenMs: number;
  /** A confirmation can fall between two looks, where nobody listens: so often Telegram is asked all the same. */
  exportEveryMs: number;
}

/** A token is replaced so long before it ends. */
const renewBeforeMs = 5_000;

export interface QrWork {
  lines: LoginLines;
  pace: QrPace;
  now(): number;
  /** Saves a state in the middle of a step, before what it names may become a login. */
  keep(state: QrState): Promise<void>;
}

/**
 * Looks whether somebody has confirmed the code: waits a moment for it, renews a token that is about to end, and goes
 * to the data centre where the account lives. Throws `MtprotoError`.
 */
export async function lookAtQr(work: QrWork, state: QrState): Promise<StepResult> {
  if (state.moved !== null) return resumeMove(work, state, state.moved);
  const { lines, pace, now } = work;
  const client = await lines.again(state.key);
  if (state.isUnsure) {
    const standing = await probeKey(client);
    if (standing.kind === 'authorized') return { kind: 'authorized', client, state };
    if (standing.kind === 'password-wanted') return wantPassword(client, state, null, standing);
  } else if (state.tokenExpiresAt - now() > renewBeforeMs) {
    const isHeard = await client.waitForToken(pace.listenMs);
    if (!isHeard && now() - state.exportedAt < pace.exportEveryMs) return waiting(state);
  }
  return exportAgain(work, client, state);
}

async function exportAgain(work: QrWork, client: LoginClient, state: QrState): Promise<StepResult> {
  return settle(work, client, state, () => exportLoginToken(client));
}

async function settle(
  work: QrWork,
  client: LoginClient,
  state: QrState,
  ask: () => Promise<TokenOutcome>,
): Promise<StepResult> {
  let outcome: TokenOutcome;
  try {
    outcome = await ask();
  } catch (error) {
    if (!isPasswordWanted(error)) throw error;
    return wantPassword(client, state, null);
  }
  if (outcome.kind === 'authorized') return { kind: 'authorized', client, state };
  if (outcome.kind === 'moved') return move(work, client, state, outcome);
  return waiting({
    ...state,
    token: outcome.token.toString('base64url'),
    tokenExpiresAt: outcome.expiresAt,
    exportedAt: work.now(),
    moved: null,
  });
}

/** The key of the other data centre is saved before the token makes it a login, or a kill would leave one behind. */
async function move(
  work: QrWork,
  client: LoginClient,
  state: QrState,
  { dcId, token }: Extract<TokenOutcome, { kind: 'moved' }>,
): Promise<StepResult> {
  if (client.key !== state.key && state.moved !== null) throw trouble('auth.ImportLoginToken');
  const there = await work.lines.fresh(await client.findDc(dcId));
  const moved = { key: there.key, token: token.toString('base64url') };
  const kept: QrState = { ...state, moved, isUnsure: true };
  await work.keep(kept);
  return takeMoved(work, there, kept, token);
}

async function resumeMove(
  work: QrWork,
  state: QrState,
  moved: NonNullable<QrState['moved']>,
): Promise<StepResult> {
  const client = await work.lines.again(moved.key);
  const standing = await probeKey(client);
  if (standing.kind === 'authorized') return { kind: 'authorized', client, state };
  if (standing.kind === 'password-wanted') return wantPassword(client, state, null, standing);
  return takeMoved(work, client, state, Buffer.from(moved.token, 'base64url'));
}

async function takeMoved(
  work: QrWork,
  there: LoginClient,
  state: QrState,
  token: Buffer,
): Promise<StepResult> {
  try {
    return await settle(work, there, state, () => importLoginToken(there, token));
  } catch (error) {
    // The token ran out or was used up without a login: the code is shown anew where the login began.
    if (!(error instanceof MtprotoError) || !error.failure.code.startsWith('AUTH_TOKEN_')) throw error;
    const unmoved: QrState = { ...state, moved: null };
    return exportAgain(work, await work.lines.again(state.key), unmoved);
  }
}

function isPasswordWanted(error: unknown): boolean {
  return error instanceof MtprotoError && error.failure.kind === 'password-needed';
}

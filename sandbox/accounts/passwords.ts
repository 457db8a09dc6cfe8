import { randomBytes } from 'node:crypto';
import { DH_GENERATOR, DH_PRIME } from '#sandbox/crypto/diffie-hellman.ts';
import {
  computeVerifier,
  createSrpChallenge,
  isRightProof,
  type PasswordSalts,
  type SrpChallenge,
} from '#sandbox/crypto/srp.ts';
import type { Values } from './values.ts';

/** What a client needs to prove that its user knows the password. */
export interface PasswordQuestion extends PasswordSalts {
  srpId: bigint;
  srpB: Buffer;
  g: number;
  p: Buffer;
  hint: string | null;
}

export type PasswordVerdict = 'right' | 'wrong' | 'unknown-question';

/** Two-step passwords; only verifiers are kept, never a password. */
export interface Passwords {
  /** Sets or, with null, takes away the password of a user. */
  set(userId: string, password: string | null, hint?: string | null): Promise<void>;
  has(userId: string): boolean;
  /** null: the user has no password. */
  ask(userId: string): PasswordQuestion | null;
  /** Any answer uses the question up, a wrong one too: Telegram's own clients ask anew for every try. */
  judge(userId: string, srpId: bigint, a: Buffer, m1: Buffer): PasswordVerdict;
}

interface KeptPassword {
  salt1: string;
  salt2: string;
  verifier: string;
  hint: string | null;
}

interface Question {
  userId: string;
  challenge: SrpChallenge;
  askedAt: number;
}

/** A question is good so long; a restart forgets it, and clients then ask for another. */
const questionLifetimeSeconds = 300;

export function createPasswords(values: Values, now: () => number): Passwords {
  const questions = new Map<bigint, Question>();

  function find(userId: string): (PasswordSalts & { verifier: Buffer; hint: string | null }) | null {
    const kept = values.get(`password:${userId}`) as KeptPassword | undefined;
    if (kept === undefined) return null;
    const [salt1, salt2, verifier] = [kept.salt1, kept.salt2, kept.verifier].map((text) =>
      Buffer.from(text, 'hex'),
    ) as [Buffer, Buffer, Buffer];
    return { salt1, salt2, verifier, hint: kept.hint };
  }

  function dropQuestions(isDropped: (question: Question) => boolean): void {
    for (const [id, question] of questions) if (isDropped(question)) questions.delete(id);
  }

  return {
    async set(userId, password, hint = null) {
      dropQuestions((question) => question.userId === userId);
      if (password === null) {
        values.delete(`password:${userId}`);
        return;
      }
      const salts = { salt1: randomBytes(40), salt2: randomBytes(16) };
      const verifier = await computeVerifier(password, salts);
      const kept: KeptPassword = {
        salt1: salts.salt1.toString('hex'),
        salt2: salts.salt2.toString('hex'),
        verifier: verifier.toString('hex'),
        hint,
      };
      values.put(`password:${userId}`, kept);
    },
    has: (userId) => values.get(`password:${userId}`) !== undefined,
    ask(userId) {
      const password = find(userId);
      if (password === null) return null;
      dropQuestions(({ askedAt }) => askedAt < now() - questionLifetimeSeconds);
      const challenge = createSrpChallenge(password.verifier);
      const srpId = randomBytes(8).readBigInt64LE();
      questions.set(srpId, { userId, challenge, askedAt: now() });
      const { salt1, salt2, hint } = password;
      return { srpId, srpB: challenge.srpB, g: DH_GENERATOR, p: DH_PRIME, salt1, salt2, hint };
    },
    judge(userId, srpId, a, m1) {
      const password = find(userId);
      const question = questions.get(srpId);
      const isKnown = question?.userId === userId && question.askedAt >= now() - questionLifetimeSeconds;
      if (password === null || question === undefined || !isKnown) return 'unknown-question';
      questions.delete(srpId);
      return isRightProof(password.verifier, password, question.challenge, { a, m1 }) ? 'right' : 'wrong';
    },
  };
}

import type { TlObject } from '#sandbox/tl/tl-object.ts';
import type { Outcome } from './caller.ts';
import type { Scene } from './scene.ts';

/** Who asks: people of the world, the bot, somebody not logged in, or a guest: nobody yet, with a key for this row alone. */
export type Role = 'owner' | 'editor' | 'viewer' | 'stranger' | 'collector' | 'bot' | 'nobody' | Guest;

type Guest = 'guest' | 'secondGuest';

export function isGuest(role: Role): role is Guest {
  return role === 'guest' || role === 'secondGuest';
}

/** What a row did before its call, for its request and its expectation. */
export type Given = Readonly<Record<string, unknown>>;

/** What a row may use to bring about its situation: calls of the same client, as anybody. */
export interface Stage {
  scene: Scene;
  call(role: Role, request: TlObject, dcId?: number): Promise<Outcome>;
  /** The same where only an object will do. */
  ask(role: Role, request: TlObject, dcId?: number): Promise<TlObject>;
}

interface RowStart {
  /** A sentence about the behaviour. */
  title: string;
  as: Role;
  /** The data centre that is asked; the home one by default. */
  dcId?: number;
  arrange?: (stage: Stage) => Promise<Given>;
  /** The fields of the request. */
  fields: (scene: Scene, given: Given) => Readonly<Record<string, unknown>>;
}

/** `answer` is the whole answer: fields it does not name must be absent. */
export interface SuccessRow extends RowStart {
  answer: (scene: Scene, given: Given) => unknown;
}

export interface FailureRow extends RowStart {
  error: readonly [code: number, text: string];
}

export interface MethodRows {
  /** Empty only for what is always refused. */
  successes: readonly SuccessRow[];
  failures: readonly FailureRow[];
}

/** Rows by method. */
export type RowTable = Readonly<Record<string, MethodRows>>;

export type Row = (SuccessRow | FailureRow) & { method: string };

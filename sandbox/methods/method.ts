/**
 * What the local Telegram answers to MTProto methods: one file per area, each a table of methods by their TL name.
 * The wire (`sandbox/mtproto`) hands over read requests and writes what is returned; the world knows what is true.
 * Objects built here carry the fields of both layers, the writer drops what a layer lacks.
 */
import type { Accounts } from '#sandbox/accounts/accounts.ts';
import type { KeyStore } from '#sandbox/mtproto/key-store.ts';
import type { RpcAnswer, RpcCall } from '#sandbox/mtproto/rpc-call.ts';
import type { TlObject } from '#sandbox/tl/tl-object.ts';
import type { World, WorldUser } from '#sandbox/world/world.ts';

export interface DcAddress {
  id: number;
  /** The announced address and the port below 32768. */
  ip: string;
  port: number;
}

/** How methods reach connections other than the caller's. */
export interface Wire {
  /** Sends updates to one auth key, whichever data centre it is of. */
  pushToKey(authKeyId: string, updates: TlObject): void;
  /** Connections that are open with this key now. */
  connectionsOf(authKeyId: string): number;
}

/** Everything methods are made of. */
export interface MethodEnvironment {
  world: World;
  dcs: readonly DcAddress[];
  apiId: number;
  apiHash: string;
  /** User id of the bot with this token; null: no such bot. */
  botOfToken: (token: string) => string | null;
  /** Where all logins are, for `account.getAuthorizations`; the caller's own is always known. */
  keyStores?: readonly KeyStore[];
  /** Codes, tokens, passwords and standings of people who log in. */
  accounts: Accounts;
  /** Absent where nothing is connected. */
  wire?: Wire;
}

/** One call as a method sees it. */
export interface MethodCall extends MethodEnvironment {
  request: TlObject;
  rpc: RpcCall;
}

/** A call by somebody who is logged in. */
export interface UserCall extends MethodCall {
  caller: WorldUser;
}

export type Method =
  /** Works before a login. */
  | { for: 'anyone'; answer: (call: MethodCall) => RpcAnswer }
  /** Bots are refused by `everyone` methods never, by `people` methods always. */
  | { for: 'everyone' | 'people'; answer: (call: UserCall) => RpcAnswer };

export type MethodTable = Readonly<Record<string, Method>>;

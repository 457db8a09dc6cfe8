import type { RpcAnswer } from '#sandbox/mtproto/rpc-call.ts';
import { RpcError } from '#sandbox/mtproto/rpc-error.ts';
import type { TlObject } from '#sandbox/tl/tl-object.ts';
import { isTlObject } from '../spelling.ts';
import type { Mutate } from './mutant.ts';

/** A lie about every object of one constructor, wherever it stands in an answer. */
export function changeObjects(name: string, change: (object: TlObject) => TlObject): Mutate {
  return async (call, answer) => changeDeep(await answer(call), name, change) as RpcAnswer;
}

/** A lie in the request: the handler is asked something else. */
export function changeRequest(method: string, change: (request: TlObject) => TlObject): Mutate {
  return (call, answer) =>
    answer(call.request._ === method ? { ...call, request: change(call.request) } : call);
}

/** Another refusal in place of the one with this text. */
export function changeError(text: string, code: number, other: string): Mutate {
  return async (call, answer) => {
    try {
      return await answer(call);
    } catch (failure) {
      throw failure instanceof RpcError && failure.message === text ? new RpcError(code, other) : failure;
    }
  };
}

function changeDeep(value: unknown, name: string, change: (object: TlObject) => TlObject): unknown {
  if (Array.isArray(value)) return value.map((part) => changeDeep(part, name, change));
  if (!isTlObject(value)) return value;
  const fields = Object.entries(value).map(([field, part]) => [field, changeDeep(part, name, change)]);
  const copy: TlObject = { _: value._, ...Object.fromEntries(fields) };
  return copy._ === name ? change(copy) : copy;
}

import { channel } from 'node:diagnostics_channel';

/** Where names of methods that nobody answers are also told, for whoever watches all sandboxes of a process. */
export const UNKNOWN_METHOD_CHANNEL = 'sandbox:unknown-method';

const unknownMethods = channel(UNKNOWN_METHOD_CHANNEL);

/** Tells that a method was asked for which does not exist here. */
export function announceUnknownMethod(method: string): void {
  unknownMethods.publish(method);
}

/** One call a client made. */
export interface LoggedCall {
  method: string;
  /** null: not logged in. */
  userId: string | null;
  dcId: number;
  /** World time, unix seconds. */
  at: number;
  /** `ok`, or the text of the error the client got. */
  outcome: string;
  tookMs: number;
}

/** The last calls, oldest first; tests look here for methods nobody answers. */
export interface CallLog {
  write(call: LoggedCall): void;
  calls(): readonly LoggedCall[];
  /** Names of methods that were asked for and do not exist here. */
  unknownMethods(): string[];
  clear(): void;
}

/** Keeps the newest `capacity` calls. */
export function createCallLog(capacity = 10_000): CallLog {
  let calls: LoggedCall[] = [];
  const unknown = new Set<string>();
  return {
    calls: () => calls.slice(-capacity),
    unknownMethods: () => [...unknown],
    clear() {
      calls = [];
      unknown.clear();
    },
    write(call) {
      calls.push(call);
      if (call.outcome === 'INPUT_METHOD_INVALID') unknown.add(call.method);
      // Cut in halves, so that a full log costs nothing per call.
      if (calls.length > capacity * 2) calls = calls.slice(-capacity);
    },
  };
}

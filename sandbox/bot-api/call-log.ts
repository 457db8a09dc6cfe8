/** One call of the Bot API as it was answered. */
export interface BotApiCall {
  /** Unix seconds with fraction. */
  at: number;
  method: string;
  /** Parameters as text; files are named only. */
  parameters: Record<string, string>;
  /** HTTP status of the answer; 0: the connection was cut by a fault. */
  status: number;
  description: string | null;
  result: unknown;
  tookMs: number;
}

/** The last calls, oldest first. */
export interface CallLog<Call> {
  add(call: Call): void;
  all(): Call[];
  clear(): void;
}

/** Keeps the newest `limit` entries. */
export function createCallLog<Call>(limit = 20_000): CallLog<Call> {
  let calls: Call[] = [];
  return {
    add(call) {
      calls.push(call);
      // Cutting rarely keeps adding cheap.
      if (calls.length > limit * 2) calls = calls.slice(-limit);
    },
    all: () => calls.slice(-limit),
    clear() {
      calls = [];
    },
  };
}

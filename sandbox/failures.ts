/** Something inside the sandbox went wrong; never a fault that was set, never a caller's mistake. */
export interface SandboxFailure {
  /** Unix seconds, by the wall. */
  at: number;
  service: 'mtproto' | 'bot-api' | 'page' | 'control';
  /** The method, path or operation that was to be answered; null: none yet. */
  method: string | null;
  /** The error's code, or its name where it has none. */
  code: string;
  message: string;
}

/** What failed, oldest first. */
export interface FailureLog {
  note(service: SandboxFailure['service'], method: string | null, failure: unknown): void;
  all(): SandboxFailure[];
  clear(): void;
}

const limit = 1_000;

/** Keeps the newest failures and hands each on. */
export function createFailureLog(onFailure: (failure: SandboxFailure) => void): FailureLog {
  let failures: SandboxFailure[] = [];
  return {
    note(service, method, failure) {
      const message = failure instanceof Error ? failure.message : String(failure);
      const noted = { at: Date.now() / 1_000, service, method, code: codeOf(failure), message };
      failures = [...failures, noted].slice(-limit);
      onFailure(noted);
    },
    all: () => failures,
    clear() {
      failures = [];
    },
  };
}

/** One line about a failure, without its message: that may hold what somebody wrote. */
export function describeFailure({ service, method, code }: SandboxFailure): string {
  return `The sandbox failed at ${method ?? 'a connection'} of ${service}: ${code}.`;
}

function codeOf(failure: unknown): string {
  if (!(failure instanceof Error)) return 'unknown';
  return 'code' in failure && typeof failure.code === 'string' ? failure.code : failure.name;
}

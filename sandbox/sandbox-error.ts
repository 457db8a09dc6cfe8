/** The sandbox cannot start as asked; `message` is a sentence for the person who started it. */
export class SandboxError extends Error {
  readonly code: 'other-world' | 'bad-argument' | 'not-a-sandbox' | 'data-in-use' | 'data-damaged';

  constructor(code: SandboxError['code'], message: string) {
    super(message);
    this.name = 'SandboxError';
    this.code = code;
  }
}

/** A kept file is not what was written there. */
export class DamagedDataError extends SandboxError {
  constructor(path: string) {
    super(
      'data-damaged',
      `The file ${path} is damaged: put it back as it was, or start with --fresh to begin anew.`,
    );
    this.name = 'DamagedDataError';
  }
}

/** The sandbox cannot start as asked; `message` is a sentence for the person who started it. */
export class SandboxError extends Error {
  readonly code: 'other-world' | 'bad-argument' | 'not-a-sandbox' | 'data-in-use';

  constructor(code: SandboxError['code'], message: string) {
    super(message);
    this.name = 'SandboxError';
    this.code = code;
  }
}

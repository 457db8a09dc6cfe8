/** A rule that cannot be. The fault of the test that set it. */
export class FaultError extends Error {
  readonly code = 'bad-fault-rule';

  constructor(message: string) {
    super(message);
    this.name = 'FaultError';
  }
}

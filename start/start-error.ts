/** Something the person at the terminal can understand and mend: printed as a sentence, without a stack. */
export class StartError extends Error {
  readonly code = 'start';

  constructor(message: string) {
    super(message);
    this.name = 'StartError';
  }
}

/** The command was called wrongly, or what it was asked for cannot be done; the message is a sentence for the caller. */
export class CommandError extends Error {
  readonly code = 'command';

  constructor(sentence: string) {
    super(sentence);
    this.name = 'CommandError';
  }
}

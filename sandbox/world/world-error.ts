/**
 * The world cannot be built as asked: a recording that is not one, two sources with the same channel. It is the
 * caller's fault; `message` is a sentence for the person who started the sandbox.
 */
export class WorldError extends Error {
  readonly code: 'recording-unreadable' | 'recording-malformed' | 'channel-twice' | 'bad-text';

  constructor(code: WorldError['code'], message: string) {
    super(message);
    this.name = 'WorldError';
    this.code = code;
  }
}

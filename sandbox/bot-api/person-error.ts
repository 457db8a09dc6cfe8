/** A person cannot do what was asked. The fault of whoever drives the page or the control. */
export class PersonError extends Error {
  readonly code:
    | 'no-such-person'
    | 'no-such-message'
    | 'no-such-button'
    | 'no-such-chat'
    | 'not-allowed'
    | 'too-late'
    | 'bad-text';

  constructor(code: PersonError['code'], message: string) {
    super(message);
    this.name = 'PersonError';
    this.code = code;
  }
}

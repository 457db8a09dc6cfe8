/** The connection was refused or lost. Nobody's fault; says nothing about the session. */
export class ConnectionLostError extends Error {
  readonly code: string;

  constructor(code = 'ECONNRESET') {
    super('no connection to the data centre');
    this.name = 'ConnectionLostError';
    this.code = code;
  }
}

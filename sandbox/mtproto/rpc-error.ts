/** An error a client is meant to see: `new RpcError(400, 'CHANNEL_PRIVATE')` becomes TL `rpc_error`. */
export class RpcError extends Error {
  readonly code: number;

  constructor(code: number, message: string) {
    super(message);
    this.name = 'RpcError';
    this.code = code;
  }
}

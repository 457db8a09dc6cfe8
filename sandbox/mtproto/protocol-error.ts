/** The client broke MTProto itself: the connection is closed, after the transport's error code if there is one. */
export class ProtocolError extends Error {
  readonly code = 'PROTOCOL_BROKEN';
  /** Sent as the last packet: -404 for an unknown auth key. */
  readonly transportCode: number | null;

  constructor(message: string, transportCode: number | null = null) {
    super(message);
    this.name = 'ProtocolError';
    this.transportCode = transportCode;
  }
}

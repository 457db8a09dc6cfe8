import { TcpTransport } from '@mtcute/node';

/**
 * mtcute's TCP, refusing every address that is not of this machine: a client that falls back to the addresses it was
 * built with would otherwise dial Telegram itself from a test.
 */
export class LoopbackTransport extends TcpTransport {
  override connect(dc: Parameters<TcpTransport['connect']>[0]): ReturnType<TcpTransport['connect']> {
    if (!dc.ipAddress.startsWith('127.')) throw new Error(`a test must not connect to ${dc.ipAddress}`);
    return super.connect(dc);
  }
}

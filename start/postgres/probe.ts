import { connect } from 'node:net';

/** The eight bytes with which a client asks for TLS; a PostgreSQL server answers with one letter, S or N. */
const sslRequest = Buffer.from([0, 0, 0, 8, 4, 210, 22, 47]);

/** True when a PostgreSQL server answers on this port of the loopback address. */
export function isPostgresListening(port: number, timeoutMs = 1_000): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    const finish = (isListening: boolean): void => {
      socket.destroy();
      resolve(isListening);
    };
    socket.setTimeout(timeoutMs, () => finish(false));
    socket.once('error', () => finish(false));
    socket.once('connect', () => socket.write(sslRequest));
    socket.once('data', (answer: Buffer) => finish(answer[0] === 0x53 || answer[0] === 0x4e));
    socket.once('end', () => finish(false));
  });
}

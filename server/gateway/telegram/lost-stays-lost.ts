import { MTProtoSender } from 'telegram/network/MTProtoSender.js';

interface Sender {
  userDisconnected: boolean;
  _isMainSender: boolean;
  _dcId: number;
  _onConnectionBreak?: (dcId: number) => void;
  _log: { warn(text: string): void };
  _disconnect(): Promise<void>;
}

let isInstalled = false;

/**
 * Replaces what GramJS does about a connection that is no good any more. It would wait a second and build another one,
 * also for a client that was destroyed meanwhile: a second connection of one key, which ends the session for good. And
 * after "I do not know this key" (-404) it would stop reading without a word, and every call would hang. Here the socket
 * is closed and nothing else; whoever owns the client hears of that and decides.
 */
export function installLostStaysLost(): void {
  if (isInstalled) return;
  isInstalled = true;
  const replace = (name: string, value: (this: Sender, mayBeIgnored?: boolean) => void): void => {
    Object.defineProperty(MTProtoSender.prototype, name, { configurable: true, writable: true, value });
  };
  replace('reconnect', function reconnect() {
    close(this);
  });
  replace('_handleBadAuthKey', function handleBadAuthKey(mayBeIgnored) {
    if (mayBeIgnored === true && this._isMainSender) return;
    if (this._isMainSender) this._log.warn('Broken authorization key');
    // Has the key for another data centre forgotten: the next connection there agrees on a new one.
    else this._onConnectionBreak?.(this._dcId);
    close(this);
  });
}

function close(sender: Sender): void {
  sender.userDisconnected = true;
  sender._disconnect().catch(() => undefined);
}

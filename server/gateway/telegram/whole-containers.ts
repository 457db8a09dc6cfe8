import { MTProtoSender } from 'telegram/network/MTProtoSender.js';

interface InnerMessage {
  obj: unknown;
}

interface Sender {
  _processMessage(message: InnerMessage): Promise<void>;
}

let isInstalled = false;

/**
 * Replaces GramJS's handling of containers. Its handler of an error answer throws after it has told the caller, and the
 * loop over a container does not catch that: every answer behind an error in the same container is dropped, and the
 * calls that wait for them hang until their deadline. Here each message of a container is handled; the first error is
 * thrown at the end, where the library expects it.
 */
export function installWholeContainers(): void {
  if (isInstalled) return;
  isInstalled = true;
  Object.defineProperty(MTProtoSender.prototype, '_handleContainer', {
    configurable: true,
    writable: true,
    value: async function handleContainer(
      this: Sender,
      container: { obj: { messages: InnerMessage[] } },
    ): Promise<void> {
      const errors: unknown[] = [];
      for (const message of container.obj.messages) {
        try {
          await this._processMessage(message);
        } catch (error) {
          errors.push(error);
        }
      }
      if (errors.length > 0) throw errors[0];
    },
  });
}

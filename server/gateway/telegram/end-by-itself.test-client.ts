/**
 * A process that connects, calls, stops the session and has nothing left to do: run by a test, which watches how long it
 * takes to end by itself. Arguments: a JSON of where and as whom to connect.
 */
import { Api } from 'telegram';
import { createAddressBook } from './address-book.ts';
import { connectClient } from './connect-client.ts';
import { keepSession } from './keep-session.ts';
import { trustServerKey } from './server-key.ts';

const given: {
  publicKey: string;
  places: [string, { host: string; port: number }][];
  ip: string;
  authKey: string;
  apiId: number;
  apiHash: string;
} = JSON.parse(process.argv[2] ?? '');
trustServerKey(given.publicKey);
const session = keepSession({
  now: Date.now,
  random: Math.random,
  onCall: () => undefined,
  onStateChange: () => undefined,
  connect: (onClosed) =>
    connectClient({
      apiId: given.apiId,
      apiHash: given.apiHash,
      session: { dcId: 2, ip: given.ip, authKey: Buffer.from(given.authKey, 'hex') },
      addressBook: createAddressBook({ dc: null, dcMap: new Map(given.places) }),
      onClosed,
      onSymptom: () => undefined,
    }),
});
await session.call(new Api.updates.GetState());
await session.callOn(4, new Api.help.GetConfig());
process.stdout.write(`sockets ${session.openSockets()}\n`);
await session.stop();
process.stdout.write('stopped\n');

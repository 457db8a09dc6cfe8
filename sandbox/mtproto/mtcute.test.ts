import {
  Long,
  ObfuscatedPacketCodec,
  PaddedIntermediatePacketCodec,
  type TelegramClient,
} from '@mtcute/node';
import { describe, expect, it } from 'vitest';
import { LoopbackTransport } from '#sandbox/methods/loopback-transport.test-client.ts';
import { ALICE } from './answers.test-client.ts';
import type { DataCentre } from './data-centre.ts';
import { hasLeadingZero } from './handshake.ts';
import { createMtcute, type MtcuteOptions } from './mtcute.test-client.ts';
import { closeAfterTest, rsaKey, startDataCentre } from './start-data-centre.test-client.ts';

async function openMtcute(
  dataCentre: DataCentre,
  options: Partial<MtcuteOptions> = {},
): Promise<TelegramClient> {
  const client = await createMtcute({ dataCentre, rsaKey, ...options });
  closeAfterTest(() => client.destroy());
  return client;
}

describe('mtcute', () => {
  it('makes a key, and reads a user exactly as it was answered', async () => {
    const client = await openMtcute(await startDataCentre());
    const [user] = await client.call({ _: 'users.getUsers', id: [{ _: 'inputUserSelf' }] });
    expect(user).toMatchObject({
      id: Number(ALICE.id),
      firstName: 'Алиса',
      username: 'alice',
      premium: true,
      bot: false,
    });
  });

  it('makes a key even when the first one is refused with dh_gen_retry', async () => {
    const refused: Buffer[] = [];
    const dataCentre = await startDataCentre({
      mustRetry: (authKey) => hasLeadingZero(authKey) || refused.push(authKey) < 3,
    });
    const client = await openMtcute(dataCentre);
    await client.call({ _: 'updates.getState' });
    expect(refused.length).toBeGreaterThanOrEqual(3);
    expect(dataCentre.keyStore.list()).toHaveLength(1);
  });

  it.each([
    ['obfuscated padded intermediate', () => new ObfuscatedPacketCodec(new PaddedIntermediatePacketCodec())],
    ['padded intermediate', () => new PaddedIntermediatePacketCodec()],
  ])('gets large zipped answers and sends large zipped requests over %s', async (name, packetCodec) => {
    const dataCentre = await startDataCentre();
    const transport = Object.assign(new LoopbackTransport(), { packetCodec });
    const client = await openMtcute(dataCentre, { transport });
    const { message } = await client.call({ _: 'help.getInviteText' });
    expect(message).toBe('длинный текст '.repeat(2000));
    const text = 'слово '.repeat(5000);
    const peer = { _: 'inputPeerSelf' } as const;
    const randomId = Long.fromNumber(1);
    const sent = await client.call({ _: 'messages.sendMessage', peer, message: text, randomId });
    expect(sent).toMatchObject({ date: text.length });
    expect(dataCentre.openConnections()[0]?.transport).toBe(name);
  });

  it('binds a temporary key to its permanent one, and both are one authorization', async () => {
    const dataCentre = await startDataCentre();
    const client = await openMtcute(dataCentre, { usePfs: true });
    await client.call({ _: 'updates.getState' });
    const [permanent, temporary] = dataCentre.keyStore.list();
    expect(temporary?.expiresAt).toBeGreaterThan(Date.now() / 1000);
    expect(temporary?.permanent).toBe(permanent);
    expect(temporary?.authorization).toBe(permanent?.authorization);
  });

  it('gets the error a method throws, with its code', async () => {
    const client = await openMtcute(await startDataCentre());
    const call = client.call({ _: 'contacts.resolveUsername', username: 'nobody' });
    await expect(call).rejects.toMatchObject({ code: 400, text: 'USERNAME_NOT_OCCUPIED' });
  });

  it('waits for an answer that takes longer than its patience for acknowledgements', async () => {
    const dataCentre = await startDataCentre();
    const client = await openMtcute(dataCentre);
    expect(await client.call({ _: 'help.saveAppLog', events: [] })).toBe(true);
    expect(dataCentre.openConnections()).toHaveLength(1);
  });
});

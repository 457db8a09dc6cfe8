import { createServer } from 'node:https';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { people } from '#sandbox/world/people.ts';
import { type Answer, type BotApiUnderTest, startBotApi } from '../bot-api.test-client.ts';
import { listen } from '../listen.ts';
import { createSelfSigned } from './self-signed.test-client.ts';

const { key, certificate } = createSelfSigned('localhost');
const heard: string[] = [];
let under: BotApiUnderTest;
let hook: { port: number; close(): Promise<void> };

beforeEach(async () => {
  under = await startBotApi();
  heard.length = 0;
  const server = createServer({ key, cert: certificate }, (request, response) => {
    request.on('data', (part: Buffer) => heard.push(part.toString()));
    request.on('end', () => response.end());
  });
  hook = await listen(server, 0, '127.0.0.1');
});
afterEach(async () => {
  await under.close();
  await hook.close();
});

/** Sets the webhook as bots do it that bring a certificate along: as a form. */
async function setWebhook(pem: string | null): Promise<Answer> {
  const form = new FormData();
  form.set('url', `https://localhost:${hook.port}/hook`);
  if (pem !== null) form.set('certificate', new Blob([pem]), 'certificate.pem');
  const response = await fetch(`${under.api.root}/bot${under.token}/setWebhook`, {
    method: 'POST',
    body: form,
  });
  return (await response.json()) as Answer;
}

const info = async (): Promise<unknown> => (await under.call('getWebhookInfo')).result;

it('trusts the certificate that came with setWebhook, also after a restart, and until another one is set', async () => {
  expect(await setWebhook(certificate)).toMatchObject({ ok: true, description: 'Webhook was set' });
  under.api.people.send(people.owner.id, 'before the restart');
  await expect.poll(() => heard.join('')).toContain('before the restart');
  await under.restart();
  under.api.people.send(people.owner.id, 'after the restart');
  await expect.poll(() => heard.join('')).toContain('after the restart');
  expect(await info()).toMatchObject({ has_custom_certificate: true, pending_update_count: 0 });

  expect(await setWebhook(null)).toMatchObject({ ok: true, description: 'Webhook was set' });
  expect(await info()).toMatchObject({ has_custom_certificate: false });
  under.api.people.send(people.owner.id, 'to somebody unknown');
  await expect.poll(info).toHaveProperty('last_error_message');
  expect(heard.join('')).not.toContain('to somebody unknown');
});

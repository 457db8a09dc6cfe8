import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSandbox, type Sandbox } from '#sandbox/sandbox.ts';
import { people } from '#sandbox/world/people.ts';
import { givenFields } from './given-fields.ts';
import { operationNames, type SandboxControl } from './operations.ts';

const dataDir = mkdtempSync(join(tmpdir(), 'check-given-'));
let sandbox: Sandbox;
let control: SandboxControl;
let channelId: string;

beforeAll(async () => {
  sandbox = await createSandbox({ dataDir, pagePort: 0, worlds: [] });
  control = sandbox.control;
  const own = sandbox.world
    .channels()
    .find(({ creatorId, kind }) => creatorId === people.owner.id && kind === 'broadcast');
  channelId = own?.id ?? '';
}, 30_000);
afterAll(async () => {
  await sandbox.close();
  rmSync(dataDir, { recursive: true, force: true });
});

async function post(name: string, body: string): Promise<{ status: number; code: string; message: string }> {
  const response = await fetch(`${sandbox.addresses.controlUrl}/${name}`, { method: 'POST', body });
  return { ...((await response.json()) as { code: string; message: string }), status: response.status };
}

/** As a program without types calls it in the same process. */
function callDirectly(name: 'publishPost' | 'addFault', given: unknown): Promise<unknown> {
  const operation: (given: never) => Promise<unknown> = control[name];
  return operation(given as never);
}

const fitting = {
  text: '1',
  textOrNull: null,
  number: 1,
  whole: 1,
  boolean: true,
  texts: [],
  object: {},
  source: { kind: 'link', startParameter: null },
  theme: 'light',
};

/** Fields of the kinds that an operation wants. */
function fittingFields(name: keyof SandboxControl): Record<string, unknown> {
  const kinds = Object.entries(givenFields[name]);
  return Object.fromEntries(
    kinds.map(([field, kind]) => [field, Object.entries(fitting).find(([one]) => kind.startsWith(one))?.[1]]),
  );
}

describe('what is given to control', () => {
  it('is refused with a sentence where a text is missing or none, and the channel stays readable', async () => {
    const before = await control.readTruth({ channelId });
    for (const given of [{ channelId }, { channelId, text: 5 }, { channelId, text: null }]) {
      expect(await post('publishPost', JSON.stringify(given))).toMatchObject({
        status: 400,
        code: 'bad-argument',
        message: expect.stringMatching(/^text of publishPost .* text\.$/),
      });
      await expect(callDirectly('publishPost', given)).rejects.toMatchObject({ code: 'bad-argument' });
    }
    expect(await control.readTruth({ channelId })).toMatchObject({ messages: before.messages });
  });

  it('is refused by every operation where a field is of the wrong kind', async () => {
    let refused = 0;
    for (const name of operationNames) {
      for (const field of Object.keys(givenFields[name])) {
        // Of no kind that any field has.
        const given = { ...fittingFields(name), [field]: [{}] };
        expect(await post(name, JSON.stringify(given)), `${field} of ${name}`).toMatchObject({
          status: 400,
          code: 'bad-argument',
          message: expect.stringContaining(`${field} of ${name} has to be`),
        });
        refused += 1;
      }
    }
    expect(refused).toBeGreaterThan(60);
    expect(await control.listFailures()).toEqual([]);
  }, 30_000);

  it('is refused where it holds a field that the operation does not know', async () => {
    for (const name of operationNames) {
      const given = { ...fittingFields(name), personID: '1', toString: 1 };
      expect(await post(name, JSON.stringify(given)), name).toMatchObject({
        status: 400,
        code: 'bad-argument',
        message: expect.stringMatching(
          new RegExp(`^${name} does not know personID, toString; it takes (no fields|\\w+(, \\w+)*)\\.$`),
        ),
      });
    }
    expect(await post('readTruth', JSON.stringify({ channelId, when: 1 }))).toMatchObject({
      message: 'readTruth does not know when; it takes channelId, at.',
    });
  }, 30_000);

  it('has to be a JSON object of at most one megabyte', async () => {
    expect(await post('publishPost', '{')).toMatchObject({ status: 400, message: 'The body is no JSON.' });
    for (const body of ['null', '[]', '"text"', '5'])
      expect(await post('publishPost', body), body).toMatchObject({ status: 400, code: 'bad-argument' });
    const text = 'a'.repeat(1024 * 1024);
    const response = await fetch(`${sandbox.addresses.controlUrl}/publishPost`, {
      method: 'POST',
      body: JSON.stringify({ channelId, text }),
    });
    expect(response.status).toBe(413);
  });
});

describe('the world', () => {
  it('refuses a post whose text is none, and keeps nothing of it', () => {
    const before = sandbox.world.pts(channelId);
    const content: { text: string } = JSON.parse('{"text":5}');
    expect(() => sandbox.world.post(channelId, content)).toThrowError('has to be text');
    const { messageId } = { messageId: sandbox.world.post(channelId, { text: 'one' }) };
    const edit = { kind: 'edit' as const, channelId, messageId, entities: [], ...content };
    expect(() => sandbox.world.change(edit)).toThrowError('has to be text');
    expect(sandbox.world.pts(channelId)).toBe(before + 1);
  });
});

describe('what cannot be', () => {
  it('is refused: the bot is appointed by administrators only, and with rights that exist', async () => {
    const stranger = { channelId, personId: people.stranger.id };
    const owner = { channelId, personId: people.owner.id };
    const refusal = { code: 'not-allowed', message: expect.stringContaining('is no administrator of') };
    await expect(control.setBotAdministrator({ ...stranger, isAdministrator: true })).rejects.toMatchObject(
      refusal,
    );
    await expect(control.setBotRights({ ...stranger, rights: [] })).rejects.toMatchObject(refusal);
    await expect(control.setBotRights({ ...owner, rights: ['can_fly'] })).rejects.toMatchObject({
      code: 'bad-argument',
      message: expect.stringMatching(/^There is no right can_fly; there are can_manage_chat, /),
    });
    expect(sandbox.world.channel(channelId)?.adminIds.has(sandbox.botApi.context.bot.id)).toBe(false);
  });

  it.each(['javascript:alert(1)', 'channel', 'ftp://example.org/'])(
    'is refused: a Mini App at %s',
    async (url) => {
      await expect(control.setMainMiniApp({ url })).rejects.toMatchObject({
        message: `${url} is not an http or https address.`,
      });
    },
  );

  it('is refused: a pace of deliveries that is none, and any other is kept', async () => {
    for (const factor of [0, -1, 1e9])
      await expect(control.setTimeFactor({ factor })).rejects.toMatchObject({ code: 'bad-argument' });
    expect(await control.setTimeFactor({ factor: 60 })).toEqual({ factor: 60 });
    expect(sandbox.botApi.clock.factor()).toBe(60);
  });

  it('is refused: a fault of a method that nothing answers, or an error without words', async () => {
    const effect = { kind: 'reset' } as const;
    for (const on of ['mtproto', 'bot-api', 'webhook'] as const) {
      const rule = { on, method: 'no.suchMethod', effect };
      await expect(control.addFault(rule)).rejects.toMatchObject({ code: 'no-such-method' });
      const { id } = await control.addFault({ ...rule, method: '*' });
      expect(await control.removeFault({ id })).toEqual({ isRemoved: true });
    }
    const wordless = { method: 'messages.getHistory', effect: { kind: 'error', code: 400 } };
    await expect(callDirectly('addFault', wordless)).rejects.toMatchObject({ code: 'bad-fault-rule' });
    const misspelt = { kind: 'error', code: 429, description: 'x', retry_after: 3 };
    await expect(
      callDirectly('addFault', { on: 'bot-api', method: '*', effect: misspelt }),
    ).rejects.toMatchObject({
      code: 'bad-fault-rule',
      message: 'The effect error does not know retry_after; it takes code, description, retryAfter.',
    });
    expect((await control.listFaults()).botApi).toEqual([]);
  });
});

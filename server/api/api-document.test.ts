import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { consentSchema, sessionInfoSchema, telegramSessionSchema } from '#contract/account.ts';
import { chatMessageSchema, chatSchema } from '#contract/chat.ts';
import { loginFlowSchema } from '#contract/login.ts';
import {
  listedAccountSchema,
  listedAuditEventSchema,
  listedAuthAttemptSchema,
  listedLeaseSchema,
  listedTelegramUserSchema,
} from '#contract/operator.ts';
import { problemKinds } from './problem-kinds.ts';
import { routes } from './routes/table.ts';

const text = readFileSync(new URL('../../docs/api.md', import.meta.url), 'utf8');
/** Names in backquotes, wherever a line was broken. */
const flat = text.replaceAll(/\s+/g, ' ');

describe('docs/api.md', () => {
  it('names every route of the table, and none besides', () => {
    const named = [...text.matchAll(/^\| `([A-Z]+ \/[^`]*)` \|/gm)].map((match) => match[1]);
    expect(named.sort()).toEqual(routes.map(({ method, path }) => `${method} ${path}`).sort());
  });

  it('names every problem with its status', () => {
    const rows = [...text.matchAll(/^\| (\d{3}) \| (.*) \|$/gm)];
    const named = rows.flatMap(([, status, codes = '']) =>
      [...codes.matchAll(/`([a-z-]+)`/g)].map(([, code]) => `${status} ${code}`),
    );
    const real = Object.entries(problemKinds).map(([code, { status }]) => `${status} ${code}`);
    expect(named.sort()).toEqual(real.sort());
  });

  it.each([
    ['a chat', chatSchema],
    ['a message', chatMessageSchema],
    ['a login of an account', telegramSessionSchema],
    ['an account in a list', listedAccountSchema],
    ['a Telegram user in a list', listedTelegramUserSchema],
    ['an attempt in a list', listedAuthAttemptSchema],
    ['a lease in a list', listedLeaseSchema],
    ['an event in a list', listedAuditEventSchema],
    ['a consent', consentSchema],
  ])('shows %s with the fields it has, in their order', (_name, schema) => {
    expect(flat).toContain(`{ ${Object.keys(schema.shape).join(', ')} }`);
  });

  it('shows what an account in full holds', () => {
    for (const field of Object.keys(sessionInfoSchema.shape)) expect(text).toContain(`"${field}":`);
  });

  it('names every state of a login with its fields', () => {
    for (const { shape } of loginFlowSchema.options) {
      const row = text.split('\n').find((line) => line.startsWith(`| \`${shape.state.value}\``)) ?? '';
      const own = Object.keys(shape).filter((name) => !['state', 'flow_id', 'expires_at'].includes(name));
      for (const field of own) expect(row).toContain(`\`${field}\``);
    }
  });
});

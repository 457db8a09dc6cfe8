import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseUpdate, updateKinds } from './update.ts';

const read = (update: unknown): ReturnType<typeof parseUpdate> => parseUpdate(JSON.stringify(update));
const keyOf = (update: unknown): string | null => {
  const parsed = read(update);
  return parsed.kind === 'update' ? parsed.update.queueKey : null;
};

describe('an update', () => {
  it('is kept as it arrived', () => {
    const payload = '{ "update_id": 7, "message": {"chat":{"id":5},"from":{"id":5},"text":"\\u0000да"} }';
    expect(parseUpdate(payload)).toEqual({
      kind: 'update',
      update: { updateId: 7, queueKey: '5:5', payload },
    });
  });

  it('of one person in one chat has one queue, whether message or pressed button', () => {
    const message = { update_id: 1, message: { chat: { id: -100 }, from: { id: 5 } } };
    const press = { update_id: 2, callback_query: { from: { id: 5 }, message: { chat: { id: -100 } } } };
    expect([keyOf(message), keyOf(press)]).toEqual(['-100:5', '-100:5']);
  });

  it('is never keyed by something missing', () => {
    expect(keyOf({ update_id: 3, inline_query: { from: { id: 5 } } })).toBe('-:5');
    expect(keyOf({ update_id: 4, message_reaction: { chat: { id: 6 }, user: { id: 5 } } })).toBe('6:5');
    expect(keyOf({ update_id: 5, channel_post: { chat: { id: -6 } } })).toBe('-6:-');
    expect(keyOf({ update_id: 6, poll: { id: 'x' } })).toBe('update:6');
  });

  it.each(updateKinds.map((kind) => [kind]))('may be of the kind %s', (kind) => {
    expect(read({ update_id: 1, [kind]: {} }).kind).toBe('update');
  });

  it.each([
    ['', 'not JSON'],
    ['{"update_id":1', 'not JSON'],
    ['{}', 'no object with an integer update_id'],
    ['[]', 'no object with an integer update_id'],
    ['null', 'no object with an integer update_id'],
    ['{"update_id":"1","message":{}}', 'no object with an integer update_id'],
    ['{"update_id":1.5,"message":{}}', 'no object with an integer update_id'],
    ['{"update_id":-1,"message":{}}', 'no object with an integer update_id'],
    ['{"update_id":9007199254740993,"message":{}}', 'no object with an integer update_id'],
    ['{"update_id":1}', '0 known kinds instead of one'],
    ['{"update_id":1,"news":{}}', '0 known kinds instead of one'],
    ['{"update_id":1,"__proto__":{"message":{}}}', '0 known kinds instead of one'],
    ['{"update_id":1,"message":{},"poll":{}}', '2 known kinds instead of one'],
    ['{"update_id":1,"message":null}', 'message is not of its shape'],
    ['{"update_id":1,"message":[]}', 'message is not of its shape'],
    ['{"update_id":1,"message":{"chat":{"id":"5"}}}', 'message is not of its shape'],
    ['['.repeat(10_000) + ']'.repeat(10_000), 'no object with an integer update_id'],
  ])('is not %s', (payload, problem) => {
    expect(parseUpdate(payload)).toEqual({ kind: 'unreadable', problem });
  });

  it('never makes the reader throw, whatever JSON it is', () => {
    fc.assert(
      fc.property(fc.json(), fc.constantFrom(...updateKinds), fc.jsonValue(), (text, kind, content) => {
        expect(['update', 'unreadable']).toContain(parseUpdate(text).kind);
        expect(['update', 'unreadable']).toContain(read({ update_id: 1, [kind]: content }).kind);
      }),
    );
  });
});

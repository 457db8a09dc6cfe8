import { expect, it } from 'vitest';
import { createCallLog } from './call-log.ts';

it('tells no more than the newest calls it has room for', () => {
  const log = createCallLog(3);
  const told = Array.from({ length: 20 }, (_, index) => {
    log.write({ method: `m${index}`, userId: null, dcId: 2, at: 0, outcome: 'ok', tookMs: 1 });
    return log.calls().map(({ method }) => method);
  });
  expect(told[1]).toEqual(['m0', 'm1']);
  for (const [index, methods] of told.entries()) {
    if (index > 1) expect(methods).toEqual([`m${index - 2}`, `m${index - 1}`, `m${index}`]);
  }
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chooseSource, patienceMs, type SourceCandidate, type SourceFacts } from './choose-source.ts';

const now = 1_800_000_000_000;
const hour = 3_600_000;

/** An operator's account that could read at once. */
function anAccount(accountId: string, changes: Partial<SourceCandidate> = {}): SourceCandidate {
  return {
    accountId,
    kind: 'operator',
    presence: 'held',
    pausedUntil: null,
    hasAccess: false,
    isTracker: false,
    isShared: false,
    refusedAt: null,
    load: 0,
    ...changes,
  };
}

function choose(
  candidates: SourceCandidate[],
  facts: Partial<SourceFacts> = {},
): ReturnType<typeof chooseSource> {
  return chooseSource(
    { visibility: 'public', isMtprotoAllowed: true, accountId: null, candidates, ...facts },
    now,
  );
}

const bot = anAccount('30', { kind: 'bot' });
const owned = anAccount('20', { kind: 'viewer', isTracker: true });
const shared = anAccount('25', { kind: 'viewer', isShared: true });
const stranger = anAccount('27', { kind: 'viewer' });
const mtproto = (accountId: string): object => ({ kind: 'mtproto', accountId });
const botApi = (waitsFor: string | null): object => ({ kind: 'bot_api', waitsFor });
const none = (waitsFor: string | null): object => ({ kind: 'none', waitsFor });

describe('who reads a public channel', () => {
  it.each([
    ['an operator before everybody', [bot, shared, owned, anAccount('1')], mtproto('1')],
    ['somebody who tracks it before those who share', [bot, shared, owned], mtproto('20')],
    ['a shared account before the bot', [bot, shared], mtproto('25')],
    ['the bot where there is nobody else', [bot, stranger], mtproto('30')],
    ['nobody who only has an account: the Bot API', [stranger], botApi(null)],
    ['the Bot API without any account', [], botApi(null)],
  ])('is %s', (_, candidates, choice) => {
    expect(choose(candidates)).toEqual(choice);
  });

  it('is the bot while the operator waits for a flood wait of more than a minute, and the operator again after it', () => {
    const paused = (ms: number): SourceCandidate => anAccount('1', { pausedUntil: now + ms });
    expect(choose([paused(hour), bot])).toEqual(mtproto('30'));
    expect(choose([paused(patienceMs), bot])).toEqual(mtproto('1'));
    expect(choose([paused(-1), bot], { accountId: '30' })).toEqual(mtproto('1'));
  });

  it('is the Bot API while the only account waits, which goes on afterwards', () => {
    expect(choose([anAccount('1', { pausedUntil: now + hour })])).toEqual(botApi('1'));
    expect(choose([anAccount('1', { presence: 'lately' })])).toEqual(botApi('1'));
    expect(choose([anAccount('1', { presence: 'away' })])).toEqual(botApi(null));
  });

  it('is somebody else for six hours where Telegram refused the account', () => {
    const refused = (ago: number): SourceCandidate => anAccount('1', { refusedAt: now - ago });
    expect(choose([refused(6 * hour - 1), bot])).toEqual(mtproto('30'));
    expect(choose([refused(6 * hour), bot])).toEqual(mtproto('1'));
    expect(choose([refused(0)])).toEqual(botApi(null));
  });

  it('stays with who reads it among equals, and goes to whoever has the fewest channels otherwise', () => {
    const operators = [
      anAccount('1', { load: 9 }),
      anAccount('2', { load: 3 }),
      anAccount('10', { load: 3 }),
    ];
    expect(choose(operators)).toEqual(mtproto('2'));
    expect(choose(operators, { accountId: '1' })).toEqual(mtproto('1'));
  });
});

describe('who reads a private channel', () => {
  const isPrivate = { visibility: 'private' } as const;

  it('is only who met it and tracks it, an operator or the bot that met it', () => {
    const met = { hasAccess: true };
    expect(choose([{ ...owned, ...met }, shared, bot, anAccount('1')], isPrivate)).toEqual(mtproto('20'));
    expect(
      choose(
        [
          { ...shared, ...met },
          { ...stranger, ...met },
        ],
        isPrivate,
      ),
    ).toEqual(none(null));
    expect(choose([owned, anAccount('1')], isPrivate)).toEqual(none(null));
    expect(choose([anAccount('1', met), owned], isPrivate)).toEqual(mtproto('1'));
  });

  it('is the Bot API where the bot was let in and cannot come by MTProto now', () => {
    const away = { ...bot, hasAccess: true, presence: 'away' } as const;
    expect(choose([away], isPrivate)).toEqual(botApi(null));
    expect(choose([bot], isPrivate)).toEqual(none(null));
  });
});

const candidates = fc.uniqueArray(
  fc.record({
    accountId: fc.integer({ min: 1, max: 99 }).map(String),
    kind: fc.constantFrom('operator', 'viewer', 'bot'),
    presence: fc.constantFrom('held', 'lately', 'away'),
    pausedUntil: fc.option(fc.integer({ min: -hour, max: hour }).map((ms) => now + ms)),
    hasAccess: fc.boolean(),
    isTracker: fc.boolean(),
    isShared: fc.boolean(),
    refusedAt: fc.option(fc.integer({ min: 0, max: 12 * hour }).map((ms) => now - ms)),
    load: fc.nat(5),
  }),
  { selector: (candidate) => candidate.accountId, maxLength: 8 },
) satisfies fc.Arbitrary<SourceCandidate[]>;

const anyFacts = fc.record({
  visibility: fc.constantFrom('public', 'private', null),
  isMtprotoAllowed: fc.boolean(),
  accountId: fc.option(fc.integer({ min: 1, max: 99 }).map(String)),
  candidates,
});

function accountOf(choice: ReturnType<typeof chooseSource>): string | null {
  return choice.kind === 'mtproto' ? choice.accountId : choice.waitsFor;
}

describe('whatever the facts are', () => {
  it('no private channel is read by an account whose owner does not track it', () => {
    fc.assert(
      fc.property(anyFacts, (facts) => {
        const accountId = accountOf(chooseSource(facts, now));
        const chosen = facts.candidates.find((candidate) => candidate.accountId === accountId);
        if (chosen === undefined || chosen.kind !== 'viewer') return;
        if (facts.visibility === 'public') expect(chosen.isTracker || chosen.isShared).toBe(true);
        else expect(chosen.isTracker && chosen.hasAccess).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });

  it('no account reads a channel that MTProto is switched off for', () => {
    fc.assert(
      fc.property(anyFacts, (facts) => {
        const choice = chooseSource({ ...facts, isMtprotoAllowed: false }, now);
        expect(choice.kind).not.toBe('mtproto');
        expect(accountOf(choice)).toBeNull();
      }),
    );
  });

  it('who is chosen to read now is held, waits for nothing long and was not refused lately', () => {
    fc.assert(
      fc.property(anyFacts, (facts) => {
        const choice = chooseSource(facts, now);
        if (choice.kind !== 'mtproto') return;
        const chosen = facts.candidates.find((candidate) => candidate.accountId === choice.accountId);
        expect(chosen?.presence).toBe('held');
        expect((chosen?.pausedUntil ?? now) - now).toBeLessThanOrEqual(patienceMs);
        expect(now - (chosen?.refusedAt ?? 0)).toBeGreaterThanOrEqual(6 * hour);
      }),
      { numRuns: 2_000 },
    );
  });

  it('a public channel always has a source, and who was chosen once is chosen again', () => {
    fc.assert(
      fc.property(anyFacts, (given) => {
        const facts = { ...given, visibility: 'public' } as const;
        const choice = chooseSource(facts, now);
        expect(choice.kind).not.toBe('none');
        expect(chooseSource({ ...facts, accountId: accountOf(choice) }, now)).toEqual(choice);
      }),
      { numRuns: 1_000 },
    );
  });
});

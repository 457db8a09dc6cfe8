import type { TlObject } from '#sandbox/tl/tl-object.ts';
import type { Caller, Outcome } from './caller.ts';
import { findDifferences } from './compare.ts';
import { isGuest, type Role, type Row, type Stage } from './row.ts';
import { createScene, type Setting } from './scene.ts';
import { isTlObject } from './spelling.ts';

/** Differences beyond these add nothing. */
const mostShown = 10;

/** A running sandbox with the callers of one client. */
export interface Station {
  setting: Setting;
  /** The caller of a role at a data centre, the same one each time; guests are always new ones. */
  caller(role: Role, dcId: number): Promise<Caller>;
}

/** Carries one row out and returns everything that is wrong: nothing when the sandbox conforms. */
export async function runRow(station: Station, row: Row): Promise<string[]> {
  const { setting } = station;
  const dcId = row.dcId ?? setting.homeDcId;
  const guests = new Map<string, Caller>();

  async function callerOf(role: Role, dc: number): Promise<Caller> {
    if (!isGuest(role)) return station.caller(role, dc);
    const place = `${role}@${dc}`;
    const known = guests.get(place) ?? (await station.caller(role, dc));
    guests.set(place, known);
    return known;
  }

  const stage: Stage = {
    scene: createScene(setting, row.as, dcId),
    call: async (role, request, dc = setting.homeDcId) => (await callerOf(role, dc)).call(request),
    async ask(role, request, dc) {
      const outcome = await stage.call(role, request, dc);
      if (outcome.kind === 'answer' && isTlObject(outcome.answer)) return outcome.answer;
      throw new Error(`${request._} for ${row.title}: ${describe(outcome)}`);
    },
  };

  try {
    const given = (await row.arrange?.(stage)) ?? {};
    const request: TlObject = { _: row.method, ...row.fields(stage.scene, given) };
    const caller = await callerOf(row.as, dcId);
    const outcome = await caller.call(request);
    if ('error' in row) {
      const [code, text] = row.error;
      const isExpected = outcome.kind === 'error' && outcome.code === code && outcome.text === text;
      return isExpected ? [] : [`expected ${code} ${text}, got ${describe(outcome)}`];
    }
    if (outcome.kind === 'error') return [`got ${describe(outcome)}`];
    return findDifferences(row.answer(stage.scene, given), outcome.answer, caller.layer).slice(0, mostShown);
  } finally {
    for (const guest of guests.values()) await guest.close();
  }
}

function describe(outcome: Outcome): string {
  if (outcome.kind === 'error') return `${outcome.code} ${outcome.text}`;
  return isTlObject(outcome.answer) ? outcome.answer._ : `an answer of kind ${typeof outcome.answer}`;
}

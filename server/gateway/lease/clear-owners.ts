import type { SurveyedGateway } from '#server/db/queries/survey-leases.ts';
import type { Log } from '#server/log.ts';
import { endOwner, fateOf } from './process-owner.ts';

/** Owners whose leases may be taken. */
export interface ClearedOwners {
  /** Surely without a socket, whatever their last sign of life. */
  dead: string[];
  /** Silent for so long that they have closed their sockets. */
  silent: string[];
}

const killDeadlineMs = 2_000;

/**
 * Looks at the other owners of leases. One of this host whose process has ended is dead. One that is silent for too long
 * has closed its sockets by itself, unless it could not, because it is paused: so one of this host is asked, and killed
 * when it does not answer. On another host only its own deadline can be relied on.
 */
export async function clearOwners(settings: {
  gateways: readonly SurveyedGateway[];
  ownNames: readonly string[];
  silenceSeconds: number;
  /** Whether the gateway at this address still has a socket open under this name; null: no answer. */
  asksForSockets(address: string, owner: string): Promise<boolean | null>;
  log: Log;
}): Promise<ClearedOwners> {
  const cleared: ClearedOwners = { dead: [], silent: [] };
  const others = settings.gateways.filter(({ owner }) => !settings.ownNames.includes(owner));
  await Promise.all(
    others.map(async ({ owner, address, held, silentSeconds }) => {
      const fate = fateOf(owner);
      if (fate.kind === 'dead') cleared.dead.push(owner);
      if (fate.kind === 'dead' || held === 0 || silentSeconds < settings.silenceSeconds) return;
      if (fate.kind === 'alive') {
        const hasSockets = address === null ? null : await settings.asksForSockets(address, owner);
        if (hasSockets === true) return;
        if (hasSockets === null && fate.pid !== process.pid) {
          settings.log.warn(
            { pid: fate.pid, silentSeconds },
            'a gateway is silent and does not answer: it is ended',
          );
          if (await endOwner(owner, killDeadlineMs)) cleared.dead.push(owner);
          return;
        }
        if (hasSockets === null) return;
      }
      cleared.silent.push(owner);
    }),
  );
  return cleared;
}

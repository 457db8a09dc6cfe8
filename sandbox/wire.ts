import type { Wire } from '#sandbox/methods/method.ts';
import type { DataCentre } from '#sandbox/mtproto/data-centre.ts';

/** The connections of all data centres in the list, which may be filled later. */
export function createWire(dataCentres: readonly DataCentre[]): Wire {
  return {
    pushToKey(authKeyId, updates) {
      for (const dataCentre of dataCentres) dataCentre.pushToKey(authKeyId, updates);
    },
    connectionsOf: (authKeyId) =>
      dataCentres
        .flatMap((dataCentre) => dataCentre.openConnections())
        .filter((connection) => connection.authKeyId === authKeyId).length,
  };
}

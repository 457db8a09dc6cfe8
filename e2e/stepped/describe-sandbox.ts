import type { SandboxAddresses } from '#sandbox/sandbox-options.ts';
import type { MtprotoEnvironment } from '#server/env.ts';

/** What the gateway's environment holds to reach a sandbox as its operator. */
export function describeSandbox(addresses: SandboxAddresses): MtprotoEnvironment {
  const { apiId, apiHash, sessionString, publicKeyFile } = addresses;
  const [id = '', ip = '', port = ''] = addresses.mtprotoDc.split(':');
  const places = addresses.mtprotoDcMap.split(',').map((place) => {
    const [announced = '', host = '', at = ''] = place.split(/[=:]/);
    return [announced, { host, port: Number(at) }] as const;
  });
  return {
    ...{ isEnabled: true, isExclusive: false, isBudgeted: false },
    ...{ apiId, apiHash, sessionString, publicKeyFile },
    dc: { id: Number(id), ip, port: Number(port) },
    dcMap: new Map(places),
  };
}

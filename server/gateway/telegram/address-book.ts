/**
 * The border with GramJS: the only folder that imports `telegram`. Its classes become plain objects here at once, its
 * errors one tagged union, and every known fault of it is answered here (docs/decisions/0001).
 */
import { BlockList, isIPv6 } from 'node:net';

export interface SocketTarget {
  host: string;
  port: number;
}

/** Where a data centre that announces `ip` is to be reached; null: this gateway must not connect there. */
export type AddressBook = (ip: string) => SocketTarget | null;

/** Telegram's own subnets, as core.telegram.org/resources/cidr.txt lists them. */
const telegramSubnets = [
  '91.105.192.0/23',
  '91.108.4.0/22',
  '91.108.8.0/22',
  '91.108.12.0/22',
  '91.108.16.0/22',
  '91.108.20.0/22',
  '91.108.56.0/22',
  '95.161.64.0/20',
  '149.154.160.0/20',
  '185.76.151.0/24',
  '2001:67c:4e8::/48',
  '2001:b28:f23c::/47',
  '2001:b28:f23f::/48',
  '2a0a:f280::/32',
];

/** Data centres listen on 443 besides 80 and 5222; MTProto encrypts by itself, so the port says nothing about TLS. */
const telegramPort = 443;

/**
 * Creates the address map and egress guard in one. Mapped addresses (`MTPROTO_DC_MAP`) and the first data centre
 * (`MTPROTO_DC`) go where they are said to listen. With a map nothing else is reachable; without one, only Telegram's
 * own subnets are, so that an address injected into help.getConfig leads nowhere.
 */
export function createAddressBook(settings: {
  dc: { ip: string; port: number } | null;
  dcMap: ReadonlyMap<string, SocketTarget>;
}): AddressBook {
  const subnets = new BlockList();
  for (const subnet of telegramSubnets) {
    const [network = '', prefix = ''] = subnet.split('/');
    subnets.addSubnet(network, Number(prefix), isIPv6(network) ? 'ipv6' : 'ipv4');
  }
  return (ip) => {
    const mapped = settings.dcMap.get(ip);
    if (mapped !== undefined) return mapped;
    if (settings.dcMap.size > 0) return null;
    if (settings.dc?.ip === ip) return { host: ip, port: settings.dc.port };
    return subnets.check(ip, isIPv6(ip) ? 'ipv6' : 'ipv4') ? { host: ip, port: telegramPort } : null;
  };
}

import { badRequest } from '../api-error.ts';
import { isLoopbackHost } from '../loopback.ts';

/** Names that control maps to addresses of this machine, so that a real-looking host can be tried. */
export type HostMap = Map<string, string>;

/**
 * Checks where a webhook may point: https, or http to this machine, and to this machine only, so that a sandbox can never send anything
 * out. Telegram's own limits (https, four ports) are those of its hosted service and do not hold here.
 */
export function checkWebhookUrl(address: string, hosts: HostMap): string {
  const refuse = (why: string) => badRequest(`bad webhook: ${why}`);
  const withScheme = address.includes('://') ? address : `https://${address}`;
  if (!URL.canParse(withScheme)) throw refuse('invalid webhook URL specified');
  const url = new URL(withScheme);
  const isHere = isLoopbackHost(url.hostname) || hosts.has(url.hostname);
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isHere)) {
    throw refuse('An HTTPS URL must be provided for webhook');
  }
  if (!isHere) {
    throw refuse('Failed to resolve host: the sandbox reaches this machine only');
  }
  return withScheme;
}

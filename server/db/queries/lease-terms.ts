/**
 * An owner of leases that gave no sign of life for so many seconds has lost them. It gives one every 5 s, and closes its
 * sockets by itself well before: two gateways may never be connected with one session.
 */
export const leaseSilenceSeconds = 12;

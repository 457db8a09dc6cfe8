import { describe, expect, it } from 'vitest';
import { LoopbackTransport } from './loopback-transport.test-client.ts';

describe('LoopbackTransport', () => {
  it('refuses to leave this machine before anything is sent', () => {
    // TEST-NET-1: an address that belongs to nobody.
    const connect = () => new LoopbackTransport().connect({ id: 2, ipAddress: '192.0.2.1', port: 443 });
    expect(connect).toThrow('a test must not connect to 192.0.2.1');
  });
});

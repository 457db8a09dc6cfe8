import { describe, expect, it } from 'vitest';
import { createAddressBook } from './address-book.ts';

describe('the address book', () => {
  it('sends an announced address where the map says it listens', () => {
    const book = createAddressBook({
      dc: { ip: '127.0.1.2', port: 443 },
      dcMap: new Map([['127.0.1.2', { host: '127.0.0.1', port: 15_002 }]]),
    });
    expect(book('127.0.1.2')).toEqual({ host: '127.0.0.1', port: 15_002 });
  });

  it('reaches nothing outside the map once there is one, not even Telegram', () => {
    const book = createAddressBook({
      dc: null,
      dcMap: new Map([['127.0.1.2', { host: '127.0.0.1', port: 15_002 }]]),
    });
    expect(book('149.154.167.91')).toBeNull();
    expect(book('10.0.0.1')).toBeNull();
  });

  it('takes the port of the first data centre when that is set without a map', () => {
    const book = createAddressBook({ dc: { ip: '127.0.0.9', port: 15_009 }, dcMap: new Map() });
    expect(book('127.0.0.9')).toEqual({ host: '127.0.0.9', port: 15_009 });
  });

  it.each(['149.154.167.91', '91.108.56.130', '2001:67c:4e8:f004::a', '2001:b28:f23d:f001::a'])(
    "knows %s as Telegram's",
    (ip) => {
      expect(createAddressBook({ dc: null, dcMap: new Map() })(ip)).toEqual({ host: ip, port: 443 });
    },
  );

  it.each(['127.0.0.1', '8.8.8.8', '10.0.0.1', '169.254.169.254', '2001:db8::1', 'example.com', ''])(
    'refuses %j',
    (ip) => {
      expect(createAddressBook({ dc: null, dcMap: new Map() })(ip)).toBeNull();
    },
  );
});

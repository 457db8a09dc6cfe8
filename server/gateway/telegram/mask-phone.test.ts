import { expect, it } from 'vitest';
import { maskPhone } from './mask-phone.ts';

it.each([
  ['79990000001', '+7••••••••01'],
  ['+79990000001', '+7••••••••01'],
  ['4930123', '+4••••23'],
])('%s is shown by its first digit and its last two', (phone, masked) => {
  expect(maskPhone(phone)).toBe(masked);
});

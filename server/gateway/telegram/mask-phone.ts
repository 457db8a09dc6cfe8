/** `+7•••••••12`: enough for its owner to recognise it, and no more. `phone` is digits, with or without a plus. */
export function maskPhone(phone: string): string {
  const digits = phone.replace(/\D/g, '');
  return `+${digits.slice(0, 1)}${'•'.repeat(Math.max(digits.length - 3, 0))}${digits.slice(-2)}`;
}

/** A number of Telegram's test data centres. */
export interface TestNumber {
  /** The data centre it belongs to. */
  dcId: number;
  /** The data centre's number five times. */
  code: string;
  /** Its last four digits. */
  tail: string;
}

/** What `99966XYYYY` says of itself; null: an ordinary number. */
export function testNumber(phone: string): TestNumber | null {
  const match = /^99966(\d)(\d{4})$/.exec(phone);
  const [, digit, tail] = match ?? [];
  return digit === undefined || tail === undefined
    ? null
    : { dcId: Number(digit), code: digit.repeat(5), tail };
}

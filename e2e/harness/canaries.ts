/** A secret that was made for one run, to be looked for everywhere it must not be. */
export interface Canary {
  name: string;
  value: string | Buffer;
}

export interface Hit {
  canary: string;
  /** The way it was written there. */
  form: string;
  place: string;
}

/** Shorter texts are found by chance. */
const shortest = 8;
/** The beginning of a long secret is as much a leak as the whole. */
const beginningLength = 24;

/** Every canary that is found in a text, in whichever of its usual forms it was written. */
export function findCanaries(canaries: readonly Canary[], place: string, text: string): Hit[] {
  return canaries.flatMap(({ name, value }) =>
    Object.entries(writtenForms(value))
      .filter(([, written]) => text.includes(written))
      .map(([form]) => ({ canary: name, form, place })),
  );
}

/** How a secret ends up in a log, an answer or a table. Throws when it is so short that chance would find it. */
export function writtenForms(value: string | Buffer): Record<string, string> {
  const bytes = Buffer.from(value);
  if (bytes.length < shortest) throw new Error('A canary has to be longer.');
  const forms: Record<string, string> = {
    hex: bytes.toString('hex'),
    HEX: bytes.toString('hex').toUpperCase(),
    base64: withoutPadding(bytes.toString('base64')),
    base64url: bytes.toString('base64url'),
    'list of bytes': [...bytes.subarray(0, beginningLength)].join(','),
  };
  if (typeof value === 'string') {
    forms.plain = value;
    forms['in an address'] = encodeURIComponent(value);
    forms['in JSON'] = JSON.stringify(value).slice(1, -1);
    if (value.length > 2 * beginningLength) forms.beginning = value.slice(0, beginningLength);
  } else {
    forms['beginning in hex'] = forms.hex?.slice(0, 2 * beginningLength) ?? '';
    forms['beginning in base64'] = forms.base64?.slice(0, beginningLength) ?? '';
  }
  return forms;
}

/** The last character depends on what follows. */
function withoutPadding(base64: string): string {
  return base64.replace(/=+$/, '');
}

export type SealFault =
  /** The record was changed, cut off, moved to another row or owner, or was never one of ours. */
  | 'seal-broken'
  /** The record names a key that the key ring does not hold: a lost file, or one that was not copied here. */
  | 'key-missing';

/** A sealed record cannot be opened. It says nothing of the record but the name of the key, which is no secret. */
export class SealError extends Error {
  readonly code: SealFault;
  /** The name of the key that is missing; null: the record is broken. */
  readonly keyId: string | null;

  constructor(code: SealFault, keyId: string | null = null) {
    super(
      code === 'key-missing'
        ? `The record is sealed with the key ${keyId}, which the key ring does not hold.`
        : 'The record was changed or does not belong here.',
    );
    this.name = 'SealError';
    this.code = code;
    this.keyId = keyId;
  }
}

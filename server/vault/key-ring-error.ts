export type KeyRingFault =
  | 'key-ring-missing'
  | 'key-ring-damaged'
  /** Others than its owner may read it. */
  | 'key-ring-open'
  /** Another process has been changing it for too long. */
  | 'key-ring-busy'
  /** The system does not let us read or write it. */
  | 'key-ring-refused';

/** The file of keys cannot be used; the message is a sentence for the operator and holds no key. */
export class KeyRingError extends Error {
  readonly code: KeyRingFault;

  constructor(code: KeyRingFault, sentence: string) {
    super(sentence);
    this.name = 'KeyRingError';
    this.code = code;
  }
}

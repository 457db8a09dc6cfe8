export type SeriesErrorCode =
  | 'bytes-truncated'
  | 'bytes-corrupt'
  | 'version-unknown'
  | 'count-out-of-range'
  | 'instant-out-of-range'
  | 'samples-unordered';

/** Bytes that are no series, or figures that no series can hold. Ours or the disk's fault, never a viewer's. */
export class SeriesError extends Error {
  readonly code: SeriesErrorCode;

  constructor(code: SeriesErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'SeriesError';
    this.code = code;
  }
}

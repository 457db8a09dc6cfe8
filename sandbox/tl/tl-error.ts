/** Bytes that are no TL of the known layers, or an object that does not fit its constructor. `path` names the field. */
export class TlError extends Error {
  readonly code = 'TL_INVALID';
  readonly reason: string;
  readonly path: string;

  constructor(reason: string, path = '') {
    super(path === '' ? reason : `${path}: ${reason}`);
    this.name = 'TlError';
    this.reason = reason;
    this.path = path;
  }
}

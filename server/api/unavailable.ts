/** Errors of a connection that is gone, refused or too slow; foreign libraries name them in three ways. */
const socketCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
]);
/** SQLSTATE: connection exceptions, no resources, shutdown, a statement that was cancelled, idle transaction ended. */
const sqlStates = /^(?:08...|53...|57P0[1-5]|57014|25P0[34])$/;
const messages =
  /timeout exceeded when trying to connect|Query read timeout|Connection terminated|Client has encountered a connection error|Cannot use a pool after calling end/;

/**
 * True when `error` says that the database cannot answer now though the request was fine. Looks through the wrappers of
 * Sequelize (`parent`) and of AggregateError, which Node throws when every address of a host refuses.
 */
export function isUnavailable(error: unknown, depth = 0): boolean {
  if (!(error instanceof Error) || depth > 4) return false;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  if (socketCodes.has(code) || sqlStates.test(code) || messages.test(error.message)) return true;
  if (/^SequelizeConnection/.test(error.name)) return true;
  const inner = [
    error.cause,
    'parent' in error ? error.parent : undefined,
    ...(error instanceof AggregateError ? error.errors : []),
  ];
  return inner.some((part) => isUnavailable(part, depth + 1));
}

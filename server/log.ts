import { type DestinationStream, destination, type LoggerOptions, pino } from 'pino';

/** Structured JSON logs on standard output, one object a line. */
export interface Log {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
  child(fields: object): Log;
}

const secretNames = [
  'token',
  'secret',
  'password',
  'session',
  'sessionString',
  'authKey',
  'proxy',
  'authorization',
  'apiHash',
  'initData',
  'phone',
  'code',
];

/**
 * Creates the log of one process. Fields with the names of secrets are removed at any of the first three depths, and
 * bot tokens are cut out of every text, so that an address of the Bot API never carries one into a log.
 */
export function createLog(
  processName: string,
  level: string,
  output: DestinationStream = destination(1),
): Log {
  const options: LoggerOptions = {
    level,
    base: { process: processName },
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: {
      paths: secretNames.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]),
      censor: '[removed]',
    },
    formatters: { level: (label) => ({ level: label }) },
    hooks: { streamWrite: (line) => removeTokens(line) },
  };
  return pino(options, output);
}

/** Replaces everything that looks like a bot token; the numeric id in front stays, because it is public. */
export function removeTokens(text: string): string {
  return text.replace(/(?<!\d)(\d{6,12}):[A-Za-z0-9_-]{30,}/g, '$1:[removed]');
}

import type { IncomingMessage } from 'node:http';
import { BotApiError, badRequest } from './api-error.ts';
import { isTooDeep } from './json-depth.ts';
import { parseMultipart } from './multipart.ts';
import { createParameters, type Parameters } from './parameters.ts';

const maxBodyBytes = 52 * 1024 * 1024;

/** The whole body of a request; refuses more than 52 MB as the official server does. */
export async function readBody(request: IncomingMessage, limit = maxBodyBytes): Promise<Buffer> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request) {
    size += (part as Buffer).length;
    if (size > limit) throw new BotApiError(413, 'Request Entity Too Large');
    parts.push(part as Buffer);
  }
  return Buffer.concat(parts);
}

/** Parameters of a call, from its query string and from a form, multipart or JSON body. */
export function decodeParameters(query: URLSearchParams, contentType: string, body: Buffer): Parameters {
  const values: Record<string, unknown> = Object.fromEntries(query);
  if (contentType.startsWith('multipart/form-data')) {
    const { fields, files } = parseMultipart(body, contentType);
    return createParameters({ ...values, ...fields }, files);
  }
  if (contentType.startsWith('application/json')) return createParameters({ ...values, ...parseJson(body) });
  if (contentType.startsWith('application/x-www-form-urlencoded')) {
    return createParameters({ ...values, ...Object.fromEntries(new URLSearchParams(body.toString('utf8'))) });
  }
  return createParameters(values);
}

function parseJson(body: Buffer): Record<string, unknown> {
  if (body.length === 0) return {};
  const text = body.toString('utf8');
  if (isTooDeep(text)) throw badRequest("can't parse JSON object");
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value };
  } catch {
    // Falls through to the same refusal as JSON that is no object.
  }
  throw badRequest("can't parse JSON object");
}

import { type Agent, request } from 'undici';

/** What a gateway said, whatever it is. */
export interface HttpAnswer {
  status: number;
  retryAfterSeconds: number | null;
  /** undefined: it was not JSON, so that no schema fits it. */
  json: unknown;
}

export interface HttpQuestion {
  agent: Agent;
  url: URL;
  method: 'GET' | 'POST';
  token: string;
  body?: object | undefined;
  deadlineMs: number;
}

/** Asks a gateway. null: nobody is there, or nobody answered in time; nothing is thrown for that. */
export async function askOverHttp(question: HttpQuestion): Promise<HttpAnswer | null> {
  const { agent, url, method, token, body, deadlineMs } = question;
  try {
    const response = await request(url, {
      dispatcher: agent,
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      body: body === undefined ? null : JSON.stringify(body),
      signal: AbortSignal.timeout(deadlineMs),
    });
    const retryAfter = Number(response.headers['retry-after'] ?? Number.NaN);
    return {
      status: response.statusCode,
      retryAfterSeconds: Number.isFinite(retryAfter) ? retryAfter : null,
      json: parseJson(await response.body.text()),
    };
  } catch {
    // Refused, reset or late: to the asker all of them mean that it cannot be asked now.
    return null;
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // A proxy's page, or half an answer: the caller's schema refuses it and names the status.
    return undefined;
  }
}

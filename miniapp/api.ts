import type { ChannelList, ChannelReport, Period } from '#contract/channel.ts';
import type { ChannelId } from '#contract/channel-id.ts';
import type { AuthSession } from '#contract/session.ts';
import { ProblemError } from './problem-error.ts';
import { type Fetch, requestJson } from './request.ts';

/** The questions the screens ask. Each rejects with a ProblemError when there is no answer. */
export interface Api {
  loadChannels(signal?: AbortSignal): Promise<ChannelList>;
  loadReport(channelId: ChannelId, period: Period, signal?: AbortSignal): Promise<ChannelReport>;
}

const root = '/api';

/**
 * Creates the API of one viewer. Init data is exchanged for a token at the first question, once however many questions
 * wait for it; the token lives in memory only. When the session has ended, it is renewed silently and the question
 * asked again; when Telegram's init data is too old for that, the problem says so.
 */
export function createApi(initData: string, fetch: Fetch): Api {
  let token: Promise<string> | null = null;

  async function openSession(): Promise<string> {
    const answer = await requestJson(fetch, `${root}/auth/session`, {
      method: 'POST',
      authorization: `tma ${initData}`,
    });
    return (answer as AuthSession).token;
  }

  /** A failed exchange is forgotten, so that the next question tries again. */
  function currentToken(): Promise<string> {
    const asked = token ?? openSession();
    token = asked;
    asked.catch(() => {
      if (token === asked) token = null;
    });
    return asked;
  }

  async function ask(path: string, signal: AbortSignal | undefined): Promise<unknown> {
    const used = currentToken();
    try {
      return await askWith(await used, path, signal);
    } catch (error) {
      if (!(error instanceof ProblemError) || error.code !== 'session-expired') throw error;
      if (token === used) token = null;
      return await askWith(await currentToken(), path, signal);
    }
  }

  function askWith(bearer: string, path: string, signal: AbortSignal | undefined): Promise<unknown> {
    return requestJson(fetch, `${root}${path}`, { authorization: `Bearer ${bearer}`, signal });
  }

  return {
    loadChannels: async (signal) => (await ask('/channels', signal)) as ChannelList,
    loadReport: async (channelId, period, signal) =>
      (await ask(`/channels/${channelId}/report?period=${period}`, signal)) as ChannelReport,
  };
}

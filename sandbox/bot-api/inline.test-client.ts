import { createServer } from 'node:http';
import { people } from '#sandbox/world/people.ts';
import { type BotApiUnderTest, startBotApi } from './bot-api.test-client.ts';
import type { BotMessage } from './bot-objects.ts';
import { drawPicture, pictureSizes } from './draw-picture.ts';
import { listen } from './listen.ts';

const { owner } = people;

/** A bot with inline mode, files it has sent before, and a server of files on this machine. */
export interface InlineUnderTest {
  under: BotApiUnderTest;
  /** Address of a file; `.png` is a picture, `missing`, `elsewhere` and `large` are what they say. */
  at(name: string): string;
  /** What was asked of that server. */
  requested: string[];
  photoId: string;
  /** By extension. */
  fileIds: Record<'pdf' | 'mp4' | 'gif' | 'webp' | 'ogg' | 'mp3', string>;
  /** Id of the inline query that the bot was told last. */
  newestQueryId(): string;
  /** Asks as the owner, answers with one result, and chooses it; throws where the answer was refused. */
  choose(result: object): Promise<{ listed: unknown; message: BotMessage }>;
  /** What the bot is told of a result that is refused. */
  refusalOf(result: unknown): Promise<string | undefined>;
  close(): Promise<void>;
}

export async function startInlineUnderTest(): Promise<InlineUnderTest> {
  const requested: string[] = [];
  const picture = drawPicture(1, pictureSizes[1]).content;
  const server = createServer((request, response) => {
    const path = request.url ?? '/';
    requested.push(path);
    if (path === '/elsewhere.png') response.writeHead(302, { location: 'https://example.org/a.png' });
    else if (path === '/missing.png') response.writeHead(404);
    else if (path === '/large.zip') response.writeHead(200, { 'content-length': 21 * 1024 * 1024 });
    else response.writeHead(200, { 'content-type': path.endsWith('.png') ? 'image/png' : 'text/plain' });
    response.end(path.endsWith('.png') ? picture : 'a file');
  });
  const files = await listen(server, 0, '127.0.0.1');
  const under = await startBotApi();
  const { updates } = under.api.context;
  under.api.people.start(owner.id);

  async function send(
    method: string,
    field: string,
    content: Buffer | string,
    name: string,
  ): Promise<BotMessage> {
    const form = new FormData();
    form.set('chat_id', owner.id);
    form.set(field, new Blob([content]), name);
    const url = `${under.api.root}/bot${under.token}/${method}`;
    const response = await fetch(url, { method: 'POST', body: form });
    return ((await response.json()) as { result: BotMessage }).result;
  }

  async function sendFile(extension: string): Promise<string> {
    const { document } = await send('sendDocument', 'document', `a ${extension}`, `a.${extension}`);
    return document?.file_id ?? '';
  }

  function newestQueryId(): string {
    const query = updates.pending().findLast(({ kind }) => kind === 'inline_query');
    return (query?.payload as { id: string } | undefined)?.id ?? '';
  }

  return {
    ...{ under, requested, newestQueryId },
    at: (name) => `${files.root}/${name}`,
    photoId: (await send('sendPhoto', 'photo', picture, 'a.png')).photo?.[0]?.file_id ?? '',
    fileIds: {
      pdf: await sendFile('pdf'),
      mp4: await sendFile('mp4'),
      gif: await sendFile('gif'),
      webp: await sendFile('webp'),
      ogg: await sendFile('ogg'),
      mp3: await sendFile('mp3'),
    },
    async choose(result) {
      const asked = under.api.inlinePeople.ask(owner, 'x');
      const results = [{ id: 'a', ...result }];
      const given = { inline_query_id: newestQueryId(), results, cache_time: 0 };
      const { ok, description } = await under.call('answerInlineQuery', given);
      if (!ok) throw new Error(description);
      const found = await asked;
      const message = under.api.inlinePeople.choose(owner, found.queryId, 'a');
      return { listed: found.answer?.results[0], message };
    },
    async refusalOf(result) {
      const entry = typeof result === 'object' ? { id: 'a', ...result } : result;
      const answer = await under.call('answerInlineQuery', { inline_query_id: '1', results: [entry] });
      return answer.description?.replace('Bad Request: ', '');
    },
    async close() {
      await under.close();
      await files.close();
    },
  };
}

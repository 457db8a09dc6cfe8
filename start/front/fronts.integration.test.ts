import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, request, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { freePorts } from '../ports.ts';
import { usualPorts } from '../programs.ts';
import { StartError } from '../start-error.ts';
import { findCaddy } from '../tools/find-tools.ts';
import { createFront } from './front.ts';
import { routeCases } from './route-cases.ts';
import { startFront } from './start-front.ts';

const root = resolve(import.meta.dirname, '../..');
const directory = mkdtempSync(join(tmpdir(), 'channel-pulse-front-'));
const miniAppHosts = ['https://web.telegram.org', 'http://127.0.0.1:8080'];
const caddy = findCaddy();
const stops: (() => unknown)[] = [];

interface Answer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  body: string;
}

/** The path is sent as it is written: fetch would resolve its dots first. */
function ask(port: number, path: string, method = 'GET', headers = {}): Promise<Answer> {
  return new Promise((resolveAnswer, reject) => {
    const outgoing = request({ host: '127.0.0.1', port, path, method, headers }, (answer) => {
      let body = '';
      answer.on('data', (chunk: Buffer) => {
        body += chunk.toString();
      });
      answer.on('end', () =>
        resolveAnswer({ status: answer.statusCode ?? 0, headers: answer.headers, body }),
      );
    });
    outgoing.once('error', reject);
    outgoing.end(method === 'POST' ? 'x' : undefined);
  });
}

/** Answers with what it saw. */
async function listenAs(name: string): Promise<number> {
  const server: Server = createServer((incoming, response) => {
    incoming.resume();
    const { method, url, headers } = incoming;
    response.setHeader('X-Own', 'kept');
    response.end(JSON.stringify({ by: name, method, path: url, from: headers['x-forwarded-for'] }));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  stops.push(() => server.close());
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

const fronts: { name: string; port: number }[] = [{ name: 'front', port: 0 }];
if (caddy !== null) fronts.push({ name: 'Caddy', port: 0 });

beforeAll(async () => {
  mkdirSync(join(directory, 'assets'));
  writeFileSync(join(directory, 'index.html'), '<!doctype html>the page');
  writeFileSync(join(directory, 'favicon.svg'), '<svg/>');
  writeFileSync(join(directory, 'assets', 'app-abc.js'), 'the asset');
  const [botPort, apiPort] = [await listenAs('bot'), await listenAs('api')];
  for (const front of fronts) {
    const [port = 0, admin = 0] = await freePorts(2);
    front.port = port;
    if (front.name === 'front') {
      const server = createFront({ botPort, apiPort, directory, miniAppHosts });
      await new Promise<void>((done) => server.listen(port, '127.0.0.1', done));
      stops.push(() => server.close());
    } else {
      const running = spawn(
        caddy ?? '',
        ['run', '--config', join(root, 'Caddyfile'), '--adapter', 'caddyfile'],
        {
          stdio: 'ignore',
          env: {
            PATH: process.env.PATH,
            HOME: directory,
            XDG_DATA_HOME: join(directory, 'caddy'),
            XDG_CONFIG_HOME: join(directory, 'caddy'),
            CADDY_ADMIN: `127.0.0.1:${admin}`,
            DOMAIN: `http://127.0.0.1:${port}`,
            BOT_UPSTREAM: `127.0.0.1:${botPort}`,
            API_UPSTREAM: `127.0.0.1:${apiPort}`,
            MINI_APP_ROOT: directory,
            MINI_APP_HOSTS: miniAppHosts.join(','),
          },
        },
      );
      stops.push(() => running.kill('SIGKILL'));
      await vi.waitFor(async () => expect((await ask(port, '/')).status).toBe(200), { timeout: 20_000 });
    }
  }
});

afterAll(() => {
  for (const stop of stops) stop();
  rmSync(directory, { recursive: true, force: true });
});

describe.each(fronts)('$name', (front) => {
  it.each(routeCases)('answers $method $url as the product needs it', async ({ method, url, expected }) => {
    const answer = await ask(front.port, url, method);
    if ('status' in expected) {
      expect(answer.status).toBe(expected.status);
    } else if ('path' in expected) {
      expect(JSON.parse(answer.body)).toEqual({ ...expected, method, from: '127.0.0.1' });
      expect(answer.headers['x-own']).toBe('kept');
    } else {
      expect(answer.status).toBe(200);
      expect(answer.body).toContain({ page: 'the page', asset: 'the asset', file: '<svg/>' }[expected.by]);
    }
  });

  it('lets only the listed origins frame the Mini App, and says nothing in X-Frame-Options', async () => {
    for (const url of ['/', '/channels/1', '/assets/app-abc.js']) {
      const { headers } = await ask(front.port, url);
      expect(headers['content-security-policy']).toMatch(
        /frame-ancestors https:\/\/web\.telegram\.org http:\/\/127\.0\.0\.1:8080$/,
      );
      expect(headers['x-frame-options']).toBeUndefined();
      expect(headers['x-content-type-options']).toBe('nosniff');
    }
  });

  it('keeps pages fresh and assets for a year, and does not keep a missing one', async () => {
    expect((await ask(front.port, '/channels/1')).headers['cache-control']).toBe('no-cache');
    expect((await ask(front.port, '/assets/app-abc.js')).headers['cache-control']).toMatch(/immutable/);
    expect((await ask(front.port, '/assets/gone.js')).headers['cache-control']).toBeUndefined();
  });

  it('does not believe an address that the client claims for itself', async () => {
    const { body } = await ask(front.port, '/api/x', 'GET', { 'X-Forwarded-For': '8.8.8.8' });
    expect(JSON.parse(body)).toMatchObject({ from: '127.0.0.1' });
  });
});

describe('startFront', () => {
  it('says in a sentence that somebody took its port after it was chosen', async () => {
    const port = await listenAs('somebody');
    await expect(startFront(port, root, usualPorts, {})).rejects.toThrow(
      new StartError(`Port ${port} for the Mini App was taken by another program meanwhile. Start again.`),
    );
  });
});

/**
 * The dependency table of docs/architecture.md, over the real imports of every file. A new import that fails here is a
 * question to discuss, not a line to add.
 */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join, normalize, relative } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = import.meta.dirname;

/** What the files of a folder may import of ours; `types:x` stands for `import type` alone. */
const table: Record<string, string[]> = {
  contract: [],
  locales: [],
  charts: ['types:contract'],
  format: ['types:contract'],
  'server/analytics': ['types:contract'],
  'server/charts': ['types:contract', 'charts', 'format'],
  'server/series': ['types:contract'],
  'server/db': ['types:contract', 'server/series'],
  'server/access': ['contract', 'server/db'],
  'server/inbox': ['contract', 'server/db'],
  'server/outbox': ['contract', 'server/db'],
  'server/conversation-store': ['contract', 'server/db'],
  'server/telegram-bot-api': ['contract', 'server/db'],
  'server/gateway-client': ['contract', 'server/db'],
  'server/jobs': ['server/db'],
  'server/vault': ['server/db'],
  'server/reports': ['contract', 'server/analytics', 'server/db', 'server/access'],
  'server/actions': [
    ...['contract', 'server/analytics', 'server/series', 'server/db', 'server/access'],
    'server/gateway-client',
  ],
  'server/api': [
    ...['contract', 'server/reports', 'server/actions', 'server/access', 'server/outbox'],
    // The consent text is part of an answer: what is accepted is what was read.
    ...['server/telegram-bot-api', 'server/gateway-client', 'locales', 'types:server/db'],
  ],
  'server/gateway': [
    ...['contract', 'server/analytics', 'server/series', 'server/db', 'server/actions'],
    ...['server/access', 'server/outbox'],
    // The two ends of the gateway's HTTP interface share its schemas, which lie with the client.
    ...['server/telegram-bot-api', 'server/jobs', 'server/gateway-client', 'server/vault'],
  ],
  'server/worker': [
    ...['contract', 'server/analytics', 'server/series', 'server/db', 'server/reports', 'server/actions'],
    'server/access',
    ...['server/outbox', 'server/telegram-bot-api', 'server/jobs', 'server/charts', 'charts', 'format'],
  ],
  'server/cli': [
    ...['contract', 'server/reports', 'server/actions', 'server/access', 'server/outbox'],
    ...['server/telegram-bot-api', 'server/gateway-client', 'server/vault', 'locales', 'types:server/db'],
  ],
  bot: [
    ...['contract', 'server/reports', 'server/actions', 'server/access', 'server/inbox', 'server/outbox'],
    ...['server/conversation-store', 'server/telegram-bot-api', 'server/gateway-client', 'server/charts'],
    ...['charts', 'format', 'locales', 'types:server/db'],
  ],
  miniapp: ['types:contract', 'charts', 'format', 'locales'],
  sandbox: [],
  start: [],
};

/** Packages that only some folders may import. Each is replaced in one place when it is replaced. */
const packages: { name: RegExp; folders: string[] }[] = [
  { name: /^telegram(\/|$)/, folders: ['server/gateway/telegram/'] },
  { name: /^(grammy|@grammyjs\/.*)(\/|$)/, folders: ['bot/'] },
  { name: /^express$/, folders: ['server/api/', 'server/gateway/http/'] },
  { name: /^@telegram-apps\/(sdk|bridge|init-data)/, folders: ['miniapp/telegram/'] },
  { name: /^@mtcute\//, folders: [] },
  { name: /^(sequelize|umzug)$/, folders: ['server/db/'] },
  { name: /^graphile-worker$/, folders: ['server/db/', 'server/jobs/'] },
];

const leaves = [
  ...['env', 'secret-files', 'data-centres', 'proxy-address', 'socks5'],
  ...['log', 'process', 'ids', 'metrics', 'secrets', 'bootstrap'],
].map((name) => `server/${name}.ts`);
const topFolders = [
  ...['contract', 'charts', 'format', 'locales', 'server', 'bot', 'miniapp'],
  ...['sandbox', 'start', 'e2e', 'bench'],
];
/** Tests and the builders that only tests use (`a-message.ts`). */
const isTest = (file: string): boolean =>
  /\.(test|test-client)\.tsx?$/.test(file) || /\/an?-[a-z-]+\.ts$/.test(file);

const files = topFolders.flatMap((folder) => listFiles(folder));
const sources = files.filter((file) => /\.(ts|tsx|mjs)$/.test(file) && !file.startsWith('sandbox/web/page/'));
const product = sources.filter((file) => /^(server|bot|contract|charts|format|miniapp|locales)\//.test(file));

interface Import {
  specifier: string;
  isType: boolean;
}

function listFiles(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)));
}

function read(file: string): string {
  return readFileSync(join(root, file), 'utf8');
}

/** A comment may speak of imports; the code of one line is enough for everything that is asked here. */
function importsOf(file: string): Import[] {
  const text = read(file).replace(/\/\*[\s\S]*?\*\//g, '');
  const found: Import[] = [];
  for (const match of text.matchAll(/^(?:import|export)\s([^'"`;]*?\sfrom\s+|\s*)['"]([^'"]+)['"]/gm)) {
    const [, clause = '', specifier = ''] = match;
    found.push({ specifier, isType: isTypeOnly(clause) });
  }
  for (const match of text.matchAll(/\bimport\(\s*['"]([^'"]+)['"]/g)) {
    found.push({ specifier: match[1] ?? '', isType: false });
  }
  return found;
}

function isTypeOnly(clause: string): boolean {
  if (/^type\s/.test(clause)) return true;
  const names = /^\{([\s\S]*)\}/.exec(clause.trim())?.[1]?.split(',') ?? [];
  const written = names.map((name) => name.trim()).filter((name) => name !== '');
  return written.length > 0 && written.every((name) => name.startsWith('type '));
}

/** The file of ours that is meant, from the project's folder; null: a package or a module of Node. */
function targetOf(file: string, specifier: string): string | null {
  if (specifier.startsWith('#')) return specifier.slice(1);
  return specifier.startsWith('.') ? normalize(join(dirname(file), specifier)) : null;
}

/** The row of the table a file belongs to. */
function folderOf(file: string): string {
  const [top = '', second = ''] = file.split('/');
  return top === 'server' ? `server/${second}` : top;
}

function mayImport(file: string, target: string, isType: boolean): boolean {
  const from = folderOf(file);
  const to = folderOf(target);
  if (from === to || from === 'e2e' || from === 'bench') return true;
  if (leaves.includes(target)) return /^(server|bot)\//.test(file);
  if (leaves.includes(file)) return to === 'contract';
  if (basename(file) === 'main.ts' && to === 'server/db') return true;
  const allowed = table[from] ?? [];
  return allowed.includes(to) || (isType && allowed.includes(`types:${to}`));
}

describe('the architecture', () => {
  it('has every folder in the table', () => {
    const folders = new Set(sources.filter((file) => !leaves.includes(file)).map(folderOf));
    const loose = new Set(['e2e', 'bench', 'server/env.test.ts']);
    const unknown = [...folders].filter(
      (folder) => table[folder] === undefined && !loose.has(folder) && !isTest(folder),
    );
    expect(unknown).toEqual([]);
  });

  it('imports only what the table allows', () => {
    const wrong: string[] = [];
    let counted = 0;
    for (const file of sources.filter((source) => !isTest(source))) {
      for (const { specifier, isType } of importsOf(file)) {
        const target = targetOf(file, specifier);
        if (target === null) continue;
        counted += 1;
        if (!mayImport(file, target, isType)) wrong.push(`${file} → ${specifier}`);
      }
    }
    expect(wrong).toEqual([]);
    expect(counted).toBeGreaterThan(100);
  });

  it('keeps each library that may be replaced behind one folder', () => {
    const wrong: string[] = [];
    for (const file of sources.filter((source) => !isTest(source) && !/^(e2e|bench)\//.test(source))) {
      for (const { specifier, isType } of importsOf(file)) {
        const rule = packages.find(({ name }) => name.test(specifier));
        if (rule === undefined || rule.folders.some((folder) => file.startsWith(folder))) continue;
        wrong.push(`${file} → ${specifier}${isType ? ' (types)' : ''}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  it('starts with nothing but Node itself: the launcher runs before anything is known to work', () => {
    const wrong = sources
      .filter((file) => file.startsWith('start/') && !isTest(file))
      .flatMap((file) => importsOf(file).map((found) => ({ file, ...found })))
      .filter(({ specifier, isType }) => !/^(node:|\.{1,2}\/)/.test(specifier) && !isType)
      .filter(({ specifier }) => specifier !== 'tsx/esm/api')
      .map(({ file, specifier }) => `${file} → ${specifier}`);
    expect(wrong).toEqual([]);
  });

  it('crosses top folders by #name, and names every file with its extension', () => {
    const wrong = sources.flatMap((file) =>
      importsOf(file)
        .filter(({ specifier }) => {
          const target = targetOf(file, specifier);
          if (target === null || file.endsWith('.mjs')) return false;
          const isOutside = specifier.startsWith('.') && target.split('/')[0] !== file.split('/')[0];
          return isOutside || !/\.(ts|tsx|json|css|ftl|mjs)(\?raw)?$/.test(specifier);
        })
        .map(({ specifier }) => `${file} → ${specifier}`),
    );
    expect(wrong).toEqual([]);
  });
});

describe('the files', () => {
  it('are short: nothing above 300 lines, a main.ts at most 40 of code', () => {
    const long = sources.filter((file) => read(file).trimEnd().split('\n').length > 300);
    expect(long).toEqual([]);
    const mains = sources.filter((file) => /^(server\/[^/]+|bot|sandbox)\/main\.ts$/.test(file));
    const longMains = mains
      .filter((file) => linesOfCode(file) > 40)
      .map((file) => `${file}: ${linesOfCode(file)}`);
    expect(longMains).toEqual([]);
  });

  it('have names in kebab-case, in folders named by intention', () => {
    const oddFiles = files.filter((file) => {
      const name = basename(file);
      return !/^\.?[a-z0-9-]+(\.[a-z0-9-]+)*$/.test(name) && !/^(SOURCE|LICENSE|README)/.test(name);
    });
    expect(oddFiles).toEqual([]);
    const oddFolders = files.filter((file) =>
      /(^|\/)(utils?|helpers?|common|types|services|src)\//.test(file),
    );
    expect(oddFolders).toEqual([]);
  });

  it('are no barrels', () => {
    const barrels = sources.filter((file) => {
      const code = linesWithoutComments(file);
      const isIndex = /^index\.(ts|tsx)$/.test(basename(file));
      return isIndex || (code.length > 0 && /^export (\*|\{[^}]*\}) from/.test(code.join('\n')));
    });
    expect(barrels).toEqual([]);
  });

  it('read the environment in env.ts alone', () => {
    const wrong = product.filter((file) => {
      if (isTest(file) || file === 'server/env.ts') return false;
      return /process\.env/.test(read(file).replace(/read(Bot)?Environment\(process\.env/g, ''));
    });
    expect(wrong).toEqual([]);
  });

  it('round in format/ alone', () => {
    const rounding = product.filter(
      (file) =>
        !isTest(file) && !file.startsWith('format/') && /\.toFixed\(|\.toLocaleString\(/.test(read(file)),
    );
    expect(rounding).toEqual([]);
  });

  it('begin each folder of the product with a paragraph that explains it', () => {
    const folders = new Set(product.filter((file) => !leaves.includes(file)).map(folderOf));
    const silent = [...folders].filter((folder) => {
      const inside = product.filter((file) => folderOf(file) === folder && /\.tsx?$/.test(file));
      const isFolder = statSync(join(root, folder)).isDirectory();
      return isFolder && inside.length > 0 && !inside.some((file) => /^\s*(\/\*\*|\/\/)/.test(read(file)));
    });
    expect(silent).toEqual([]);
  });
});

function linesWithoutComments(file: string): string[] {
  return read(file)
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('//'));
}

function linesOfCode(file: string): number {
  const text = linesWithoutComments(file).join('\n');
  return text
    .replace(/^import [^;]*;$/gm, '')
    .split('\n')
    .filter((line) => line !== '').length;
}

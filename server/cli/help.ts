import type { Command } from './command.ts';
import { commands } from './commands.ts';

/** What `--help` prints: every command with what it does, or one command with its switches. */
export function helpText(command: Command | null): string {
  return `${(command === null ? listCommands() : describe(command)).join('\n')}\n`;
}

function listCommands(): string[] {
  const width = Math.max(...commands.map(({ usage }) => usage.length));
  return [
    'Usage: npm run cli -- COMMAND [--json]',
    '',
    ...commands.map(({ usage, summary }) => `  ${usage.padEnd(width)}  ${summary}`),
    '',
    'With --json a command prints one JSON value on standard output and nothing else there.',
    'COMMAND --help says more about one of them.',
  ];
}

function describe(command: Command): string[] {
  const options = Object.entries({ ...command.options, json: { summary: 'print one JSON value' } });
  const width = Math.max(...options.map(([name]) => name.length));
  return [
    `Usage: npm run cli -- ${command.usage} [--json]`,
    '',
    command.summary,
    '',
    ...options.map(([name, { summary }]) => `  --${name.padEnd(width)}  ${summary}`),
  ];
}

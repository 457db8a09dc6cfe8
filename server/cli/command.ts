import type { ParseArgsConfig } from 'node:util';
import type { Database } from '#server/db/database.ts';
import type { BotEnvironment, Environment } from '#server/env.ts';

/** What a command works with; everything that has to be closed is closed when it has ended. */
export interface CommandContext {
  environment: Environment;
  database: Database;
  /** Brings the schema up to date and returns the names of the steps it applied. */
  migrate(): Promise<string[]>;
  now(): Date;
  /** Says how it goes, in one line on standard error. */
  progress(line: string): void;
  /**
   * Asks for one line of standard input; null: there is none any more. A hidden one is not shown on the terminal while it
   * is typed. The question goes to standard error.
   */
  ask(question: string, isHidden: boolean): Promise<string | null>;
}

export interface CommandArguments {
  positionals: string[];
  /** The switches that were given, by their long names. */
  flags: ReadonlySet<string>;
}

/** What a command found: one JSON value for programs, lines for people. */
export interface CommandResult {
  json: object | string | number | boolean | null;
  lines: string[];
  /** What the process ends with when the answer itself says that something is wrong; 0 without it. */
  exitCode?: number;
}

interface CommandDescription {
  /** Name and arguments as the help shows them; the first word is the name. */
  usage: string;
  summary: string;
  /** Besides `--json` and `--help`, which every command knows. */
  options?: Record<string, { summary: string }>;
  /** How many words stand behind the name, or from how many to how many. */
  positionals: number | { least: number; most: number };
}

/** A command that works with the product: its database is opened, its whole configuration must be there. */
export interface ProductCommand extends CommandDescription {
  run(context: CommandContext, given: CommandArguments): Promise<CommandResult>;
}

/** A command about the bot at Telegram alone: it works where no database and no gateway is configured. */
export interface BotCommand extends CommandDescription {
  runForBot(environment: BotEnvironment): Promise<CommandResult>;
}

/** One command: `npm run cli -- NAME …`. It throws an error whose message is a sentence when it cannot be done. */
export type Command = ProductCommand | BotCommand;

/** The part of a command's usage that is its name. */
export function commandName(command: Command): string {
  return command.usage.split(' ')[0] ?? '';
}

/** Every switch of a command, as `parseArgs` takes them. */
export function commandOptions(command: Command): NonNullable<ParseArgsConfig['options']> {
  const names = ['json', 'help', ...Object.keys(command.options ?? {})];
  return Object.fromEntries(names.map((name) => [name, { type: 'boolean' as const }]));
}

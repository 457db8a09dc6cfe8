import { parseArgs } from 'node:util';
import type { Database } from '#server/db/database.ts';
import type { BotEnvironment, Environment } from '#server/env.ts';
import {
  type Command,
  type CommandArguments,
  type CommandResult,
  commandName,
  commandOptions,
} from './command.ts';
import { CommandError } from './command-error.ts';
import { commands } from './commands.ts';
import { helpText } from './help.ts';
import { toSentence } from './to-sentence.ts';

/** What the terminal and the rest of the product are to the tool. */
export interface CliDependencies {
  readEnvironment(): Environment;
  readBotEnvironment(): BotEnvironment;
  openDatabase(url: string): Database;
  migrateDatabase(url: string): Promise<string[]>;
  /** One line of what is typed or piped in; null: it has ended. */
  readLine(isHidden: boolean): Promise<string | null>;
  out(text: string): unknown;
  err(text: string): unknown;
}

/**
 * Runs one command and returns the exit code: 0 or the command's own, or 1 after one sentence on standard error. Never
 * throws.
 */
export async function runCli(argv: readonly string[], dependencies: CliDependencies): Promise<number> {
  try {
    return await answer(argv, dependencies);
  } catch (error) {
    dependencies.err(`${toSentence(error)}\n`);
    return 1;
  }
}

async function answer(argv: readonly string[], dependencies: CliDependencies): Promise<number> {
  const [name, ...rest] = argv;
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    dependencies.out(helpText(null));
    return 0;
  }
  const command = commands.find((each) => commandName(each) === name);
  if (command === undefined) {
    throw new CommandError(`There is no command "${name}": --help lists all.`);
  }
  const given = readArguments(command, rest);
  if (given.flags.has('help')) {
    dependencies.out(helpText(command));
    return 0;
  }
  if (!isCountRight(command.positionals, given.positionals.length)) {
    throw new CommandError(`Usage: npm run cli -- ${command.usage}`);
  }
  const { json, lines, exitCode = 0 } = await run(command, given, dependencies);
  dependencies.out(given.flags.has('json') ? `${JSON.stringify(json)}\n` : `${lines.join('\n')}\n`);
  return exitCode;
}

function isCountRight(wanted: Command['positionals'], count: number): boolean {
  return typeof wanted === 'number' ? count === wanted : count >= wanted.least && count <= wanted.most;
}

function readArguments(command: Command, rest: string[]): CommandArguments {
  try {
    const { values, positionals } = parseArgs({
      args: rest,
      options: commandOptions(command),
      allowPositionals: true,
    });
    return { positionals, flags: new Set(Object.keys(values)) };
  } catch (error) {
    const [sentence = ''] = (error instanceof Error ? error.message : String(error)).split(/\. |\n/);
    throw new CommandError(`${sentence}. Usage: npm run cli -- ${command.usage}`);
  }
}

async function run(
  command: Command,
  given: CommandArguments,
  dependencies: CliDependencies,
): Promise<CommandResult> {
  if ('runForBot' in command) return await command.runForBot(dependencies.readBotEnvironment());
  const environment = dependencies.readEnvironment();
  const database = dependencies.openDatabase(environment.databaseUrl);
  try {
    return await command.run(
      {
        environment,
        database,
        migrate: () => dependencies.migrateDatabase(environment.databaseUrl),
        now: () => new Date(),
        progress: (line) => dependencies.err(`${line}\n`),
        ask: (question, isHidden) => {
          dependencies.err(question);
          return dependencies.readLine(isHidden);
        },
      },
      given,
    );
  } finally {
    await database.close();
  }
}

/**
 * `npm start`: everything the product needs on one machine, without installing or configuring anything. It imports
 * nothing of the product: it starts the same programs an operator would, with the same settings.
 */
import { help, readArguments } from './arguments.ts';
import { runProduct } from './run-product.ts';
import { StartError } from './start-error.ts';

export interface MainOptions {
  root: string;
  arguments: string[];
  /** When installation was done: what "Ready in" counts from. */
  startedAt: number;
}

/** Runs until it is told to stop, then ends the process. */
export async function main(options: MainOptions): Promise<void> {
  try {
    const start = readArguments(options.arguments, process.env.INIT_CWD ?? process.cwd());
    if (start === null) {
      process.stdout.write(help);
      return;
    }
    await runProduct(options.root, start, options.startedAt);
    process.exit(0);
  } catch (error) {
    process.stderr.write(`${describe(error)}\n`);
    process.exit(1);
  }
}

function describe(error: unknown): string {
  if (error instanceof StartError) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

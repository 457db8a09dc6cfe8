import { PortTakenError } from '#sandbox/bot-api/listen.ts';
import { WorldError } from '#sandbox/world/world-error.ts';
import { readArguments, usage } from './arguments.ts';
import { describeFailure } from './failures.ts';
import { createSandbox } from './sandbox.ts';
import { SandboxError } from './sandbox-error.ts';

/** The longest an orderly end may take before the process ends anyway. */
const stopMs = 2_000;

try {
  const options = readArguments(process.argv.slice(2));
  if (options === 'help') {
    process.stdout.write(usage);
  } else {
    const sandbox = await createSandbox({
      ...options,
      onFailure: (failure) => process.stderr.write(`${describeFailure(failure)}\n`),
    });
    const stop = (): void => {
      setTimeout(() => process.exit(1), stopMs).unref();
      void sandbox.close().then(() => process.exit(0));
    };
    process.once('SIGTERM', stop);
    process.once('SIGINT', stop);
    process.stdout.write(`${JSON.stringify({ ready: true, addresses: sandbox.addresses })}\n`);
  }
} catch (error) {
  const isExpected =
    error instanceof SandboxError || error instanceof WorldError || error instanceof PortTakenError;
  const stack = error instanceof Error ? error.stack : String(error);
  process.stderr.write(`${isExpected ? error.message : stack}\n`);
  process.exit(1);
}

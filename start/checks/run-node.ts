import { spawn } from 'node:child_process';

/**
 * Runs a script with Node to its end. With `variables` its output goes to the terminal as it comes; without it is
 * returned.
 */
export function runNode(
  root: string,
  args: string[],
  timeoutMs: number,
  variables?: NodeJS.ProcessEnv,
): Promise<{ code: number | null; output: string }> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, {
      cwd: root,
      env: variables ?? process.env,
      stdio: [
        'ignore',
        ...(variables === undefined ? (['pipe', 'pipe'] as const) : (['inherit', 'inherit'] as const)),
      ],
      timeout: timeoutMs,
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (chunk: Buffer) => {
        output += chunk.toString();
      });
    }
    child.once('error', (error) => resolve({ code: null, output: error.message }));
    child.once('close', (code) => resolve({ code, output }));
  });
}

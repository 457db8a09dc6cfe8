import { ControlError } from './control-error.ts';
import { operationNames, type SandboxControl } from './operations.ts';

const deadlineMs = 30_000;

/** The operations of a sandbox in another process, by the `controlUrl` of its addresses. Failures are `ControlError`s. */
export function createControlClient(controlUrl: string): SandboxControl {
  const operations = operationNames.map((name) => [
    name,
    (given: object = {}) => call(controlUrl, name, given),
  ]);
  return Object.fromEntries(operations) as SandboxControl;
}

async function call(controlUrl: string, name: string, given: object): Promise<unknown> {
  const response = await fetch(`${controlUrl}/${name}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(given),
    signal: AbortSignal.timeout(deadlineMs),
  });
  const answer = (await response.json()) as { code?: string; message?: string };
  if (!response.ok)
    throw new ControlError(answer.code ?? 'failed', answer.message ?? `status ${response.status}`);
  return answer;
}

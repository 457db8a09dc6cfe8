import type { SandboxControl } from '#sandbox/control/operations.ts';

/**
 * What the product asked of the local Telegram that it does not know: methods of MTProto and of the Bot API, and events
 * its Mini App posted to the page. Telegram itself would have answered, so a test that finds any has tried less than it says.
 */
export async function listUnknownToSandbox(control: SandboxControl): Promise<string[]> {
  const calls = await control.listBotApiCalls();
  const unanswered = calls.filter(({ description }) => description === 'Not Found: method not found');
  return [
    ...(await control.listUnknownMethods()),
    ...new Set(unanswered.map(({ method }) => `Bot API ${method}`)),
    ...(await control.listUnknownEvents()),
  ];
}

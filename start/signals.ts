import { watchParent } from './watch-parent.mjs';

export interface StopRequest {
  /** Resolves with what asked for the end, in words. */
  asked: Promise<string>;
}

/**
 * Waits for Ctrl-C, SIGTERM or a closed terminal; under npm also for the end of npm, which cannot tell us when it is
 * killed. A second request ends at once: the children notice that we are gone and end as well.
 */
export function listenForStop(): StopRequest {
  let settle: (reason: string) => void = () => undefined;
  const asked = new Promise<string>((resolve) => {
    settle = resolve;
  });
  let isAsked = false;
  const ask = (reason: string): void => {
    if (isAsked) process.exit(1);
    isAsked = true;
    settle(reason);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => ask(signal));
  watchParent(() => settle('npm ended'));
  return { asked };
}

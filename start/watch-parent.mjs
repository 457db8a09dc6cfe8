import { readFileSync } from 'node:fs';

/** How often it is looked whether npm is still there. */
const checkMs = 300;

/**
 * Under npm: calls `onGone` once npm has ended, which cannot tell us when it is killed, and whose shell does not pass a
 * signal on. Returns the function that ends the watch.
 */
export function watchParent(onGone) {
  if (process.env.npm_lifecycle_event === undefined) return () => undefined;
  const before = ancestors();
  const timer = setInterval(() => {
    if (ancestors() === before) return;
    clearInterval(timer);
    onGone();
  }, checkMs);
  timer.unref();
  return () => clearInterval(timer);
}

/** npm runs us in a shell of its own, so the shell's parent is looked at too where the system shows it. */
function ancestors() {
  return `${process.ppid} ${parentOf(process.ppid)}`;
}

function parentOf(pid) {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ')[1] ?? '';
  } catch {
    // Not Linux, or the parent has just ended: then its own number tells.
    return '';
  }
}

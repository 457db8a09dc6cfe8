const weekSeconds = 7 * 86_400;

/**
 * Seconds to add to every date of a recording. `weeks`: whole weeks, so that it ends within the seven days before
 * `epoch` and every weekday and hour stays true; `none`: nothing.
 */
export function rebaseShift(recordedAt: number, epoch: number, rebase: 'weeks' | 'none'): number {
  return rebase === 'none' ? 0 : Math.floor((epoch - recordedAt) / weekSeconds) * weekSeconds;
}

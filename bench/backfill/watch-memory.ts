import { readFileSync } from 'node:fs';

export interface MemoryWatch {
  /** Ends the watch; all samples in MiB, a quarter of a second apart. */
  stop(): number[];
}

const periodMs = 250;

/** Samples the resident memory of a process; works where there is a /proc. */
export function watchMemory(pid: number): MemoryWatch {
  const samples: number[] = [];
  const timer = setInterval(() => {
    const megabytes = residentMegabytes(pid);
    if (megabytes !== null) samples.push(megabytes);
  }, periodMs);
  return {
    stop: () => {
      clearInterval(timer);
      return samples;
    },
  };
}

/** Resident memory of a process in MiB; null without /proc. */
export function residentMegabytes(pid: number): number | null {
  try {
    const kilobytes = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return kilobytes === undefined ? null : Number(kilobytes) / 1_024;
  } catch {
    // The process has ended, or this system has no /proc.
    return null;
  }
}

/** CPU milliseconds a process has used so far, its threads included; null without /proc. */
export function cpuMilliseconds(pid: number): number | null {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
    // Fields 14 and 15 of proc(5) in hundredths of a second, counted from the third, which is the first here.
    return (Number(fields[11]) + Number(fields[12])) * 10;
  } catch {
    // As above.
    return null;
  }
}

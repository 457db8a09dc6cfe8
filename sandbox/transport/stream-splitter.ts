/** One frame found at the beginning of the buffered bytes: how long it is and where its packet lies. */
export interface FrameBounds {
  total: number;
  start: number;
  end: number;
}

/**
 * Collects a stream and cuts it: `find` looks at the beginning of what is there and says where the first frame ends,
 * or null while its header is incomplete.
 */
export function createStreamSplitter(
  find: (buffered: Buffer) => FrameBounds | null,
): (chunk: Buffer) => Buffer[] {
  let pending: Buffer[] = [];
  let pendingBytes = 0;
  let neededBytes = 0;
  return (chunk) => {
    pending.push(chunk);
    pendingBytes += chunk.length;
    // Large frames come in many chunks, which are joined once and not at every arrival.
    if (pendingBytes < neededBytes) return [];
    let buffered = pending.length === 1 ? chunk : Buffer.concat(pending);
    const packets: Buffer[] = [];
    neededBytes = 0;
    while (buffered.length > 0) {
      const bounds = find(buffered);
      if (!bounds || buffered.length < bounds.total) {
        neededBytes = bounds?.total ?? 0;
        break;
      }
      packets.push(buffered.subarray(bounds.start, bounds.end));
      buffered = buffered.subarray(bounds.total);
    }
    pending = buffered.length > 0 ? [buffered] : [];
    pendingBytes = buffered.length;
    return packets;
  };
}

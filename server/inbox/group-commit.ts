/**
 * Collects what arrives while a commit is under way and writes it with the next one: under load one commit serves many
 * callers, and a lone caller waits for nothing. Each promise settles with the commit that held its entry.
 */
export function createGroupCommit<Entry>(
  write: (entries: readonly Entry[]) => Promise<unknown>,
  maxGroupSize = 200,
): (entry: Entry) => Promise<void> {
  let waiting: { entry: Entry; resolve: () => void; reject: (error: unknown) => void }[] = [];
  let isWriting = false;

  async function writeGroups(): Promise<void> {
    isWriting = true;
    while (waiting.length > 0) {
      const group = waiting.slice(0, maxGroupSize);
      waiting = waiting.slice(maxGroupSize);
      try {
        await write(group.map(({ entry }) => entry));
        for (const { resolve } of group) resolve();
      } catch (error) {
        for (const { reject } of group) reject(error);
      }
    }
    isWriting = false;
  }

  return (entry) =>
    new Promise((resolve, reject) => {
      waiting.push({ entry, resolve, reject });
      // Every outcome reaches the callers through their own promises; the loop itself never rejects.
      if (!isWriting) void writeGroups();
    });
}

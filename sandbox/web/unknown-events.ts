/** Events of Mini Apps that the page did not know; a test should find none. */
export interface UnknownEvents {
  note(type: string): void;
  /** Each name once, in the order they first came. */
  all(): string[];
  clear(): void;
}

/** What any page may make the sandbox remember. */
const most = 100;
const maxNameLength = 100;

export function createUnknownEvents(): UnknownEvents {
  const names = new Set<string>();
  return {
    note(type) {
      if (names.size < most) names.add(type.slice(0, maxNameLength));
    },
    all: () => [...names],
    clear: () => names.clear(),
  };
}

/** Promises that belong together and are tried one after another, each on a stage of its own. */
const groups: ReadonlyMap<string, readonly string[]> = new Map([
  ['accounts', ['R10', 'R11', 'R12', 'R13', 'SEC8', 'SEC9', 'SEC10', 'SEC11']],
]);

/** The command lines that one command line stands for: more than one where it names a group. */
export function expandGroup(argv: readonly string[]): string[][] {
  const [name = '', ...rest] = argv;
  const members = groups.get(name.toLowerCase());
  return members === undefined ? [[...argv]] : members.map((member) => [member, ...rest]);
}

/** A line of the help for each group. */
export function describeGroups(): string {
  return [...groups]
    .map(([name, members]) => `  ${name}  ${members.join(', ')}, one after another`)
    .join('\n');
}

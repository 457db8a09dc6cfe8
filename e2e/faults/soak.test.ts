import { describe, expect, it } from 'vitest';
import { allPromises } from './promises/all-promises.ts';
import { shownByTests } from './promises/shown-by-tests.ts';
import { readSoakArguments } from './soak-arguments.ts';
import { expandGroup } from './soak-groups.ts';
import { writeReport } from './write-report.ts';

const read = (...argv: string[]) => readSoakArguments(argv, { ...allPromises, ...shownByTests }, 12_345_678);

describe('the command line of soak', () => {
  it('runs a promise by its name, with the seed and the seconds that were given', () => {
    const asked = { kind: 'run', name: 'R1', promise: allPromises.R1, isJson: false };
    expect(read('R1')).toEqual({ ...asked, seed: 345_678, seconds: 600 });
    expect(read('r1', '--seed', '7', '--duration', '30', '--json')).toEqual({
      ...{ ...asked, isJson: true, seed: 7, seconds: 30 },
    });
  });

  it('stands for several where it names a group', () => {
    const members = ['R10', 'R11', 'R12', 'R13', 'SEC8', 'SEC9', 'SEC10', 'SEC11'];
    expect(expandGroup(['accounts', '--seed', '7'])).toEqual(members.map((name) => [name, '--seed', '7']));
    expect(expandGroup(['R1'])).toEqual([['R1']]);
    expect(read('--help')).toMatchObject({
      text: expect.stringContaining(`  accounts  ${members.join(', ')},`),
    });
    for (const [name = ''] of expandGroup(['accounts'])) expect(read(name).kind).toBe('run');
  });

  it('lists every promise there is', () => {
    const help = read('--help');
    expect(help.kind).toBe('help');
    for (const [name, { title }] of Object.entries({ ...allPromises, ...shownByTests })) {
      expect(help).toMatchObject({ text: expect.stringMatching(new RegExp(`^  ${name} +${title}`, 'm')) });
    }
  });

  it.each([
    [['R99'], /^There is no promise "R99" to try: it is one of R1, R2, R3, .*\. --help lists them\.$/],
    [['constructor'], /^There is no promise "constructor"/],
    [[], /^Which promise\?/],
    [['R1', 'R2'], /^One promise at a time\./],
    [['R1', '--seed', 'x'], /^--seed takes a whole number\./],
    [['R1', '--duration', '0'], /^--duration takes whole seconds\./],
    [['R5', '--duration', '9'], /^R5 takes as long as its steps take/],
    [['R1', '--fast'], /^Unknown option '--fast'\./],
  ])('says in a sentence what is wrong with %j', (argv, sentence) => {
    const asked = read(...argv);
    expect(asked.kind).toBe('wrong');
    expect(asked.kind === 'wrong' && asked.sentence).toMatch(sentence);
  });
});

describe('writeReport', () => {
  it('writes the lines that belong to what was done, and what went wrong last', () => {
    const lines = writeReport({
      ...{
        name: 'R2',
        title: 'nothing is lost',
        seed: 5,
        wallSeconds: 61.4,
        figures: [],
        findings: ['3 lost'],
      },
      load: { before: 1, after: 2.5, processors: 2 },
      counts: {
        ...{ updates: { sent: 9, lost: 3, doubled: 1 }, kills: { bot: 2, api: 1 } },
        leases: { handOvers: 40, overlaps: 0 },
      },
    });
    expect(lines).toEqual([
      'R2: nothing is lost',
      'updates sent / lost / doubled  9 / 3 / 1',
      'kills by process               bot 2, api 1',
      'lease hand-overs / overlaps    40 / 0',
      'wall time                      61 s',
      'seed                           5',
      'machine load                   1 before, 2.5 after, 2 processors',
      '! 3 lost',
    ]);
  });
});

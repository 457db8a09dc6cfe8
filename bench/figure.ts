/** One measured figure. `reference` is what it is compared with, `ratio` the comparison; null: nothing to compare. */
export interface Figure {
  id: string;
  value: number;
  unit: string;
  reference: number | null;
  ratio: number | null;
  /** The goal in words: `<= 25`; null: shown for information. */
  bar: string | null;
  /** null where there is no bar. */
  ok: boolean | null;
}

/** A figure that is good when it is at most `bar`. */
export function atMost(id: string, value: number, unit: string, bar: number): Figure {
  return { id, value, unit, reference: null, ratio: null, bar: `<= ${bar}`, ok: value <= bar };
}

/** A figure whose `ratio` to its reference is good when it is at least `bar`; more a second, or less of a time. */
export function atLeast(id: string, value: number, unit: string, reference: number, bar: number): Figure {
  const ratio = unit.endsWith('/s') ? value / reference : reference / value;
  return { id, value, unit, reference, ratio, bar: `ratio >= ${bar}`, ok: ratio >= bar };
}

/** A figure without a bar. */
export function shown(id: string, value: number, unit: string): Figure {
  return { id, value, unit, reference: null, ratio: null, bar: null, ok: null };
}

/** One line of JSON per figure, or a table. */
export function printFigures(figures: readonly Figure[], isJson: boolean): void {
  const lines = isJson ? figures.map((figure) => JSON.stringify(round(figure))) : tableOf(figures.map(round));
  process.stdout.write(`${lines.join('\n')}\n`);
}

function round(figure: Figure): Figure {
  const short = (value: number): number => Number(value.toPrecision(4));
  const { reference, ratio } = figure;
  return {
    ...figure,
    value: short(figure.value),
    reference: reference === null ? null : short(reference),
    ratio: ratio === null ? null : short(ratio),
  };
}

function tableOf(figures: readonly Figure[]): string[] {
  const rows = [
    ['figure', 'value', 'unit', 'reference', 'ratio', 'bar', 'ok'],
    ...figures.map((figure) =>
      [
        ...[figure.id, figure.value, figure.unit, figure.reference, figure.ratio, figure.bar],
        figure.ok === null ? null : figure.ok ? 'yes' : 'MISSED',
      ].map((cell) => (cell === null ? '' : String(cell))),
    ),
  ];
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}

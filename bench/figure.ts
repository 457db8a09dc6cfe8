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
  return { ...figure, value: Number(figure.value.toPrecision(4)) };
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

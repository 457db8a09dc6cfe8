import { loadStorage } from '#server/reports/load-storage.ts';
import type { ProductCommand } from './command.ts';

/** Where the disk goes. */
export const storage: ProductCommand = {
  usage: 'storage',
  summary: 'print rows and bytes of every table, and bytes per post and per sample',
  positionals: 0,
  async run({ database }) {
    const found = await loadStorage(database);
    const rows = found.tables.map(({ name, rows, heapBytes, toastBytes, indexBytes, totalBytes }) => [
      name,
      ...[rows, heapBytes, toastBytes, indexBytes, totalBytes].map((count) => String(Math.round(count))),
    ]);
    return {
      json: found,
      lines: [
        ...align([['table', 'rows', 'heap', 'toast', 'indexes', 'bytes'], ...rows]),
        '',
        `All tables: ${found.totalBytes} bytes`,
        `Posts: ${found.posts}, ${each(found.bytesPerPost)} bytes each and ${each(found.seriesBytesPerPost)} of series`,
        `Packed samples: ${found.packedSamples}, ${each(found.bytesPerPackedSample)} bytes each`,
      ],
    };
  },
};

/** To a tenth; a dash where there is nothing to divide by. */
function each(bytes: number | null): string {
  return bytes === null ? '-' : String(Math.round(bytes * 10) / 10);
}

/** Names to the left, numbers to the right. */
function align(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((cell, column) =>
        column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join('  '),
  );
}

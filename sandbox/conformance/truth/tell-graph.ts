import { satisfying } from '../compare.ts';
import { isTlObject } from '../spelling.ts';

type Drawn = { columns: (string | number)[][]; types: Record<string, string> } & Record<string, unknown>;

/** The values of a graph's columns without their labels, x first; null for anything that is no graph. */
function readGraph(graph: unknown): { drawn: Drawn; columns: number[][] } | null {
  if (!isTlObject(graph) || graph._ !== 'statsGraph' || !isTlObject(graph.json)) return null;
  const drawn: Drawn = JSON.parse(String(graph.json.data));
  return { drawn, columns: drawn.columns.map(([, ...values]) => values.map(Number)) };
}

/** A graph of the given kind for whose columns `isTrue` holds. */
export function graphThat(
  wants: string,
  kind: string,
  isTrue: (columns: number[][], drawn: Drawn) => boolean,
) {
  return satisfying(`a ${kind} graph that ${wants}`, (graph) => {
    const read = readGraph(graph);
    if (read === null) return false;
    const kinds = new Set(
      Object.entries(read.drawn.types).map(([key, type]) => (key === 'x' ? type === 'x' : type === kind)),
    );
    return !kinds.has(false) && isTrue(read.columns, read.drawn);
  });
}

import type { Figure, InteractionPart, MissingReason, Source, Span, Terms } from '#contract/figure.ts';

/** What a figure is made from; what is left out is unknown or does not apply. */
export interface FigureParts {
  formula: string;
  value: number | null;
  n: number;
  window?: Span | null;
  coverage?: Span | null;
  capturedAt?: string | null;
  source?: Source | null;
  approximate?: boolean;
  parts?: InteractionPart[];
  /** Told only where there is a value. */
  terms?: Terms;
  /** Said only when there is no value. */
  reason: MissingReason;
}

/**
 * Puts a number together with its provenance. `previous` stays null: the window before can be compared at equal age only,
 * and that needs samples of posts over time.
 */
export function buildFigure(given: FigureParts): Figure {
  return {
    value: given.value,
    previous: null,
    n: given.n,
    window: given.window ?? null,
    coverage: given.coverage ?? null,
    capturedAt: given.capturedAt ?? null,
    source: given.source ?? null,
    approximate: given.approximate ?? false,
    ...(given.parts === undefined ? {} : { parts: given.parts }),
    ...(given.value === null || given.terms === undefined ? {} : { terms: given.terms }),
    ...(given.value === null ? { reason: given.reason } : {}),
    formula: given.formula,
  };
}

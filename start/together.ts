/**
 * Waits for steps that run at the same time. The first that fails aborts the others, which are waited for, so that
 * nothing is still being started when the failure is told.
 */
export async function together(controller: AbortController, steps: readonly Promise<void>[]): Promise<void> {
  let failure: { reason: unknown } | null = null;
  await Promise.all(
    steps.map((step) =>
      step.catch((reason: unknown) => {
        failure ??= { reason };
        controller.abort();
      }),
    ),
  );
  const first = failure as { reason: unknown } | null;
  if (first !== null) throw first.reason;
}

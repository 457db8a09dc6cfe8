const pauseMs = 2_000;

/** Asks again and again, in pauses, until there is an answer: for what nothing can go on without. Never rejects. */
export async function askUntilAnswered<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
  for (;;) {
    try {
      return await ask();
    } catch {
      // The page says by itself that it is still trying (index.html).
      await new Promise((wake) => setTimeout(wake, pauseMs));
    }
  }
}

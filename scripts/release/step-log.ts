/** Tells of steps as they end, and counts them. */
export interface StepLog {
  /** Runs a step; a failure is told, counted and thrown on. */
  run<Value>(title: string, action: () => Promise<Value>): Promise<Value>;
  /** Tells of what was not done. */
  skip(title: string, reason: string): void;
  readonly counts: { readonly passed: number; readonly failed: number; readonly skipped: number };
}

export function createStepLog(say: (line: string) => void): StepLog {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  return {
    counts,
    run: async (title, action) => {
      const began = performance.now();
      const took = (): string => `${((performance.now() - began) / 1000).toFixed(1)} s`.padStart(8);
      try {
        const value = await action();
        counts.passed += 1;
        say(`passed  ${took()}  ${title}`);
        return value;
      } catch (error) {
        counts.failed += 1;
        say(`FAILED  ${took()}  ${title}\n${endOf((error as Error).message)}`);
        throw error;
      }
    },
    skip: (title, reason) => {
      counts.skipped += 1;
      say(`skipped           ${title}: ${reason}`);
    },
  };
}

const shownLines = 60;

/** The first line, which says what failed, and the last ones, which say why. */
function endOf(message: string): string {
  const lines = message.trimEnd().split('\n');
  if (lines.length <= shownLines) return message;
  return [lines[0], '…', ...lines.slice(-shownLines)].join('\n');
}

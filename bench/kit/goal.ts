/** What a benchmark has to reach, and what it reached. */
export interface Goal {
  readonly what: string;
  readonly value: number;
  readonly atMost?: number;
  readonly atLeast?: number;
}

/** Compares as measured, before anything is rounded. */
export function isMet({ value, atMost = Infinity, atLeast = -Infinity }: Goal): boolean {
  return value <= atMost && value >= atLeast;
}

export function formatGoal(goal: Goal): string {
  const { what, atMost, atLeast } = goal;
  const bounds = [
    ...(atMost === undefined ? [] : [`at most ${atMost}`]),
    ...(atLeast === undefined ? [] : [`at least ${atLeast}`]),
  ];
  return `${isMet(goal) ? 'met   ' : 'MISSED'} ${roundAgainstUs(goal)} ${what} (goal: ${bounds.join(', ')})`;
}

/** Three decimals; of what must be small the next above, of what must be large the next below. */
function roundAgainstUs({ value, atMost }: Goal): string {
  const thousandths = value * 1_000;
  const rounded = (atMost === undefined ? Math.floor(thousandths) : Math.ceil(thousandths)) / 1_000;
  return rounded.toLocaleString('en-US', { maximumFractionDigits: 3 });
}

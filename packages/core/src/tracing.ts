import type { AttemptResult } from './attempt-result.ts';
import type { Hook } from './hook.ts';

/** Carries traces from publishing to the POST, and makes a span of each attempt. */
export interface Tracing {
  /** Headers of the trace that is current, for a hook that is being published; empty when there is none. */
  currentHeaders(): Readonly<Record<string, string>>;
  /** Begins the span of an attempt, as a child of the trace in the hook's headers. */
  startAttempt(hook: Hook, attempt: number): AttemptSpan;
}

/** The span of one attempt. */
export interface AttemptSpan {
  /** Headers that carry the span to the partner. */
  readonly headers: Readonly<Record<string, string>>;
  /** Ends the span; without a result the attempt broke off. */
  end(result?: AttemptResult): void;
}

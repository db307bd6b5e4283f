import type { Clock } from '@hooklane/core';
import type { Aws } from './aws/aws.ts';
import type { ProgressEvent } from './progress.ts';

/** What every call of this package works with: its options, checked, with the defaults filled in. */
export interface CallContext {
  readonly aws: Aws;
  readonly clock: Clock;
  readonly signal: AbortSignal | undefined;
  readonly report: (event: ProgressEvent) => void;
}

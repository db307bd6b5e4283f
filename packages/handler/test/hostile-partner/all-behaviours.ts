import { answers } from './answers.ts';
import type { HostileBehaviour } from './behaviour.ts';
import { breaks } from './breaks.ts';
import { delays } from './delays.ts';
import { floods } from './floods.ts';
import { malformed } from './malformed.ts';
import { retryAfter } from './retry-after.ts';
import { reuse } from './reuse.ts';
import { tls } from './tls.ts';

/** Every behaviour of the suite. */
export const behaviours: readonly HostileBehaviour[] = [
  ...answers,
  ...retryAfter,
  ...malformed,
  ...breaks,
  ...delays,
  ...floods,
  ...tls,
  ...reuse,
];

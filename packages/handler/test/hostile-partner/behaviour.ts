import type { Socket } from 'node:net';
import type { TlsOptions } from 'node:tls';
import type { AttemptOutcome, PartnerPolicy } from '@hooklane/core';

/** One way in which a partner may treat hooks, and what must come of it. */
export interface HostileBehaviour {
  /** Goes on from "a partner that". */
  readonly name: string;
  /** What the partner does with each connection. */
  readonly serve: (socket: Socket, partner: PartnerUnderAttack) => void;
  readonly outcome: AttemptOutcome | ((partner: PartnerUnderAttack) => AttemptOutcome);
  readonly next: ExpectedStep;
  /** Set when nothing but the deadline ends the attempt; the partner then calls `stall`. */
  readonly endsAtDeadline?: true;
  /** Delivered before the one that counts, over the same transport. @default 0 */
  readonly hooksBefore?: number;
  /** Connections that the partner sees in all. @default 1 for each hook */
  readonly connections?: number;
  /** Set for `https:`. `'raw'` leaves the handshake to `serve`. */
  readonly tls?: TlsOptions | 'raw';
  /** Trusted while the behaviour runs. */
  readonly trusted?: string;
  /** Set when nobody listens. */
  readonly isDown?: true;
  readonly policy?: PartnerPolicy;
  /** Body of the hook. @default a small one */
  readonly body?: string;
  /** By how many MiB a process that delivers may grow. Measured when given. */
  readonly mostMiB?: number;
}

/** Where a hook goes after the attempt; times are milliseconds after the start of the attempt. */
export type ExpectedStep = 'finish' | { readonly dueInMs: number };

/** The partner of one run, as its behaviour sees it. */
export interface PartnerUnderAttack {
  /** Origin of an internal server to which nobody may connect. */
  readonly canaryOrigin: string;
  /** Requests that came in full, on any connection. */
  readonly requests: number;
  /** Counts a request that came in full, and gives its number. */
  countRequest(): number;
  /** Tells that the partner does nothing new until the deadline. */
  stall(): void;
  /** Called once the attempts are over. */
  onAttemptsOver(action: () => void): void;
}

/** The deadline of every attempt here. */
export const timeoutMs = 15_000;

/** The first gap of the schedule, 5 s, with half of its jitter: `random` gives 0.5. */
export const scheduled: ExpectedStep = { dueInMs: 5_250 };

/** The minute of rest for an overloaded partner, when the answer comes at once. */
export const rested: ExpectedStep = { dueInMs: 60_000 };

/** The minute of rest after the deadline. */
export const restedAfterDeadline: ExpectedStep = { dueInMs: timeoutMs + 60_000 };

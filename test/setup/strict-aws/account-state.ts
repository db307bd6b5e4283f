import type { Clock } from '../../../packages/core/src/clock.ts';

/** How long AWS takes to make things usable, in milliseconds. */
export interface Propagation {
  /** A new role or policy, for Lambda. */
  readonly roleMs: number;
  /** A function that is made or changed. */
  readonly functionMs: number;
  /** A mapping that is made, changed or deleted. */
  readonly mappingMs: number;
}

/** What is kept of a role. */
export interface RoleState {
  readonly trust: string;
  readonly policies: Map<string, string>;
  /** From then on Lambda knows it as it is. */
  usableAt: number;
}

/** What is kept of a function, where moto keeps nothing. */
export interface FunctionState {
  revision: number;
  readyAt: number;
  /** `Pending` while it is made, `InProgress` while it is changed. */
  busy: 'Pending' | 'InProgress';
  recursiveLoop: string;
  logging: unknown;
  role: string;
  timeoutSeconds: number;
  /** Logging of published versions. */
  readonly published: Map<string, unknown>;
  /** Ids of the statements in its policy. */
  readonly statements: Set<string>;
  /** The version published last; `undefined` once something changed. */
  unchangedSince: string | undefined;
}

/** What is kept of a mapping. */
export interface MappingState {
  functionName: string;
  readonly source: string;
  readyAt: number;
  busy: string;
}

/** What AWS would remember and moto does not. */
export interface AccountState {
  readonly clock: Clock;
  readonly propagation: Propagation;
  readonly roles: Map<string, RoleState>;
  readonly functions: Map<string, FunctionState>;
  readonly mappings: Map<string, MappingState>;
  /** `RedriveAllowPolicy` of queues by name: moto drops it. */
  readonly redriveAllow: Map<string, string>;
  /** Visibility time-outs of queues by name. */
  readonly visibilitySeconds: Map<string, number>;
  /** When queues were deleted, by name, and purged. */
  readonly deletedAt: Map<string, number>;
  readonly purgedAt: Map<string, number>;
}

export function createAccountState(clock: Clock, propagation: Propagation): AccountState {
  return {
    clock,
    propagation,
    roles: new Map(),
    functions: new Map(),
    mappings: new Map(),
    redriveAllow: new Map(),
    visibilitySeconds: new Map(),
    deletedAt: new Map(),
    purgedAt: new Map(),
  };
}

/** The last part of an ARN or a path. */
export function lastPart(text: string): string {
  return text.slice(Math.max(text.lastIndexOf('/'), text.lastIndexOf(':')) + 1);
}

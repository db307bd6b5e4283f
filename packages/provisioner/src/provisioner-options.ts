import { type Clock, parseInput, parseStage, systemClock } from '@hooklane/core';
import * as z from 'zod/mini';
import { createAws } from './aws/aws.ts';
import { clientNames, type ProvisionerClients } from './aws/clients.ts';
import type { CallContext } from './call-context.ts';
import type { ProgressEvent } from './progress.ts';

/** What every function of this package takes. */
export interface CallOptions {
  /** @default one of each for the process, made from the environment at the first call */
  readonly clients?: ProvisionerClients | undefined;
  /** @default the system clock */
  readonly clock?: Clock | undefined;
  /** From 0 to below 1. @default Math.random */
  readonly random?: (() => number) | undefined;
  /**
   * Keeps to 70 % of the requests a second that AWS takes from an account, in this process. `false` for an SQS of
   * one's own, which has no such quotas.
   * @default true
   */
  readonly quotas?: boolean | undefined;
  /** Stops the work at the next request or wait. Run again to complete it. */
  readonly signal?: AbortSignal | undefined;
  /** Told what happens to each resource. */
  readonly onProgress?: ((event: ProgressEvent) => void) | undefined;
}

/** What every function takes that works on the partners of a stage. */
export interface ProvisionerOptions extends CallOptions {
  /** `dev`, `sandbox`, `prod`: 1 to 10 of `a-z0-9`; part of the name of every resource. */
  readonly stage: string;
}

const isFunction = (value: unknown): boolean => typeof value === 'function';
const clientSchema = z.optional(
  z.custom<{ send(command: never): Promise<unknown> }>(
    hasMethods('send'),
    'must be a client of the AWS SDK',
  ),
);
const callShape = {
  clients: z.optional(
    z.custom<ProvisionerClients>(
      (value) => {
        const shape = Object.fromEntries(clientNames.map((name) => [name, clientSchema]));
        return z.strictObject(shape).safeParse(value).success;
      },
      `must be an object of AWS SDK clients: ${clientNames.join(', ')}`,
    ),
  ),
  clock: z.optional(
    z.custom<Clock>(hasMethods('now', 'sleep'), 'must be a clock with now() and sleep()'),
  ),
  quotas: z.optional(z.boolean('must be true or false')),
  random: z.optional(z.custom<() => number>(isFunction, 'must be a function')),
  signal: z.optional(z.instanceof(AbortSignal, { error: 'must be an AbortSignal' })),
  onProgress: z.optional(
    z.custom<(event: ProgressEvent) => void>(isFunction, 'must be a function'),
  ),
};
const objectMessage = 'must be an object';
const callSchema = z.strictObject(callShape, objectMessage);

/**
 * Checks the options of a call that names its stage elsewhere.
 *
 * @throws HooklaneError `invalid_options`
 */
export function parseCallOptions(value: unknown, callee: string): CallContext {
  return toContext(parseInput(callSchema, value, invalidOptions(callee)));
}

/** Options of a call on the partners of a stage, checked; `own` are those that only it has. */
export interface ParsedOptions<Shape extends z.core.$ZodShape> {
  readonly stage: string;
  readonly context: CallContext;
  readonly own: z.output<z.ZodMiniObject<Shape>>;
}

/**
 * Checks the options of a call on the partners of a stage. `shape` describes those that only it has.
 *
 * @throws HooklaneError `invalid_options`, `invalid_stage`
 */
export function parseProvisionerOptions<Shape extends z.core.$ZodShape>(
  value: unknown,
  callee: string,
  shape: Shape,
): ParsedOptions<Shape> {
  const schema = z.strictObject(
    { stage: z.optional(z.unknown()), ...callShape, ...shape },
    objectMessage,
  );
  const { stage, clients, clock, random, quotas, signal, onProgress, ...own } = parseInput(
    schema,
    value,
    invalidOptions(callee),
  ) as CallOptions & { stage: unknown };
  return {
    stage: parseStage(stage),
    context: toContext({ clients, clock, random, quotas, signal, onProgress }),
    own: own as ParsedOptions<Shape>['own'],
  };
}

function toContext(options: CallOptions): CallContext {
  const { clients, clock = systemClock, random = Math.random, quotas = true } = options;
  const { signal, onProgress } = options;
  return {
    aws: createAws({ clients, clock, random, quotas, signal }),
    clock,
    signal,
    report: onProgress ?? (() => {}),
  };
}

function invalidOptions(callee: string): { code: 'invalid_options'; subject: string } {
  return { code: 'invalid_options', subject: `${callee} options` };
}

function hasMethods(...names: readonly string[]): (value: unknown) => boolean {
  return (value) =>
    value !== null &&
    typeof value === 'object' &&
    names.every((name) => typeof (value as Record<string, unknown>)[name] === 'function');
}

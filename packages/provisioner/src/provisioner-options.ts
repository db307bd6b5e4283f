import { type Clock, parseInput, parseStage, systemClock } from '@hooklane/core';
import { z } from 'zod/mini';
import type { ProgressEvent } from './progress.ts';
import { type SqsClient, type SqsClients, sqsClientOf } from './sqs-client.ts';

/** What every function of this package takes. */
export interface CallOptions {
  readonly clients?: SqsClients | undefined;
  /** @default the system clock */
  readonly clock?: Clock | undefined;
  /** Stops the work at the next request or wait. Run again to complete it. */
  readonly signal?: AbortSignal | undefined;
  /** Told what happens to each resource. */
  readonly onProgress?: ((event: ProgressEvent) => void) | undefined;
}

/** What every function takes that works on the partners of a stage. */
export interface ProvisionerOptions extends CallOptions {
  /** `dev`, `sandbox`, `prod`: 1 to 10 of `a-z0-9`; part of the name of every queue. */
  readonly stage: string;
}

/** {@link CallOptions}, checked, with the defaults filled in. */
export interface CallContext {
  readonly sqs: SqsClient;
  readonly clock: Clock;
  readonly signal: AbortSignal | undefined;
  /** Second argument of every `sqs.send`. */
  readonly request: { readonly abortSignal?: AbortSignal };
  readonly report: (event: ProgressEvent) => void;
}

const callShape = {
  clients: z.optional(
    z.strictObject(
      { sqs: z.optional(z.custom<SqsClient>(hasMethods('send'), 'must be an SQSClient')) },
      'must be an object of AWS clients',
    ),
  ),
  clock: z.optional(
    z.custom<Clock>(hasMethods('now', 'sleep'), 'must be a clock with now() and sleep()'),
  ),
  signal: z.optional(z.instanceof(AbortSignal, { error: 'must be an AbortSignal' })),
  onProgress: z.optional(
    z.custom<(event: ProgressEvent) => void>(
      (value) => typeof value === 'function',
      'must be a function',
    ),
  ),
};
const objectMessage = 'must be an object';
const callSchema = z.strictObject(callShape, objectMessage);
const provisionerSchema = z.strictObject(
  { stage: z.optional(z.unknown()), ...callShape },
  objectMessage,
);
const deletionSchema = z.strictObject(
  {
    stage: z.optional(z.unknown()),
    force: z._default(z.boolean('must be true or false'), false),
    ...callShape,
  },
  objectMessage,
);

/**
 * Checks the options of a call that names its stage elsewhere.
 *
 * @throws HooklaneError `invalid_options`
 */
export function parseCallOptions(value: unknown, callee: string): CallContext {
  return toContext(parseInput(callSchema, value, invalidOptions(callee)));
}

/**
 * Checks the options of a call on the partners of a stage.
 *
 * @throws HooklaneError `invalid_options`, `invalid_stage`
 */
export function parseProvisionerOptions(
  value: unknown,
  callee: string,
): { readonly stage: string; readonly context: CallContext } {
  const { stage, ...call } = parseInput(provisionerSchema, value, invalidOptions(callee));
  return { stage: parseStage(stage), context: toContext(call) };
}

/**
 * Checks the options of a deletion.
 *
 * @throws HooklaneError `invalid_options`, `invalid_stage`
 */
export function parseDeletionOptions(
  value: unknown,
  callee: string,
): { readonly stage: string; readonly force: boolean; readonly context: CallContext } {
  const { stage, force, ...call } = parseInput(deletionSchema, value, invalidOptions(callee));
  return { stage: parseStage(stage), force, context: toContext(call) };
}

function toContext({ clients, clock, signal, onProgress }: CallOptions): CallContext {
  return {
    sqs: sqsClientOf(clients),
    clock: clock ?? systemClock,
    signal,
    request: signal === undefined ? {} : { abortSignal: signal },
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

import * as z from 'zod/mini';

/** What a function runs on. */
export type LambdaRuntime = 'nodejs22.x' | 'nodejs24.x' | 'nodejs26.x';

/** A function of Lambda behind an event source mapping. */
export interface LambdaCompute {
  readonly kind: 'lambda';
  /** Memory of the function in MB: 128 to 10,240; the processor grows with it. @default 256 */
  readonly memoryMb?: number | undefined;
  /**
   * Instances of the function at work at the same time: 2 to 1,000 (`MaximumConcurrency` of the mapping).
   * `policy.concurrency` and `policy.requestsPerSecond` are shared among them.
   * @default 2
   */
  readonly maximumConcurrency?: number | undefined;
  /** @default 'nodejs24.x' */
  readonly runtime?: LambdaRuntime | undefined;
  /** Days for which logs are kept: one of those that CloudWatch Logs offers (PutRetentionPolicy). @default 30 */
  readonly logRetentionDays?: number | undefined;
  /** Three alarms of the lane's own: age, errors, dead letters. They cost $0.30 a month. @default false */
  readonly alarms?: boolean | undefined;
}

/** What works a lane: a function, or `worker`, a process of the host's own that polls the queue. */
export type LaneCompute = { readonly kind: 'worker' } | LambdaCompute;

/** A {@link LambdaCompute}, checked, with the defaults filled in. */
export type ResolvedLambda = {
  readonly [Field in keyof LambdaCompute]-?: Exclude<LambdaCompute[Field], undefined>;
};

/** A {@link LaneCompute}, checked, with the defaults filled in. */
export type ResolvedCompute = { readonly kind: 'worker' } | ResolvedLambda;

// PutRetentionPolicy
const retentions = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1_096, 1_827, 2_192, 2_557, 2_922,
  3_288, 3_653,
];
const retentionMessage = `must be one of ${retentions.join(', ')}`;
const memoryMessage = 'must be an integer from 128 to 10240';
const concurrencyMessage = 'must be an integer from 2 to 1000';
const runtimes: readonly LambdaRuntime[] = ['nodejs22.x', 'nodejs24.x', 'nodejs26.x'];

/** Checks a {@link LaneCompute} and fills in the defaults. */
export const computeSchema: z.ZodMiniType<ResolvedCompute> = z.discriminatedUnion(
  'kind',
  [
    z.strictObject({ kind: z.literal('worker') }),
    z.strictObject({
      kind: z.literal('lambda'),
      memoryMb: z._default(
        z.int(memoryMessage).check(z.minimum(128, memoryMessage), z.maximum(10_240, memoryMessage)),
        256,
      ),
      maximumConcurrency: z._default(
        z
          .int(concurrencyMessage)
          .check(z.minimum(2, concurrencyMessage), z.maximum(1_000, concurrencyMessage)),
        2,
      ),
      runtime: z._default(z.enum(runtimes, `must be one of ${runtimes.join(', ')}`), 'nodejs24.x'),
      logRetentionDays: z._default(
        z
          .int(retentionMessage)
          .check(z.refine((days) => retentions.includes(days), { error: retentionMessage })),
        30,
      ),
      alarms: z._default(z.boolean('must be true or false'), false),
    }),
  ],
  "must be { kind: 'lambda' } or { kind: 'worker' }",
);

import type { Clock } from '@hooklane/core';
import type { SqsHandler } from '@hooklane/handler';

/** The instances of a function, as Lambda runs and bills them. */
export interface Functions {
  /** Runs in an instance that is free, as soon as there is one. */
  readonly invoke: SqsHandler;
  readonly invocations: number;
  /** Billed: each invocation rounded up to the next millisecond (aws.amazon.com/lambda/pricing). Starts are left out. */
  readonly gbSeconds: number;
}

/** How {@link createFunctions} runs them. */
export interface FunctionsOptions {
  readonly clock: Clock;
  readonly instances: number;
  readonly memoryMb: number;
  /** Processor time of a POST on a whole processor, of which a function has a share. */
  readonly postCpuMs: number;
  /** Makes the handler of one instance, which says whenever it POSTs. */
  readonly createHandler: (onPost: () => void) => SqsHandler;
}

interface Instance {
  readonly handler: SqsHandler;
  readonly posts: () => number;
}

/** A function with that much memory has a whole processor (docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html). */
const wholeProcessorMb = 1_769;

/** Starts all instances. */
export function createFunctions(options: FunctionsOptions): Functions {
  const { clock, memoryMb, postCpuMs } = options;
  const free = Array.from({ length: options.instances }, () => startInstance(options));
  const waiting: ((instance: Instance) => void)[] = [];
  let invocations = 0;
  let gbSeconds = 0;

  const take = (): Promise<Instance> | Instance =>
    free.shift() ?? new Promise((resolve) => waiting.push(resolve));
  const giveBack = (instance: Instance): void => {
    const next = waiting.shift();
    if (next === undefined) free.unshift(instance);
    else next(instance);
  };

  return {
    invoke: async (event) => {
      const instance = await take();
      const startedAt = clock.now();
      const before = instance.posts();
      const answer = await instance.handler(event);
      const cpuMs = (instance.posts() - before) * postCpuMs * (wholeProcessorMb / memoryMb);
      if (cpuMs > 0) await clock.sleep(cpuMs);
      invocations += 1;
      const billedMs = Math.max(1, Math.ceil(clock.now() - startedAt));
      gbSeconds += (billedMs / 1_000) * (memoryMb / 1_024);
      giveBack(instance);
      return answer;
    },
    get invocations() {
      return invocations;
    },
    get gbSeconds() {
      return gbSeconds;
    },
  };
}

function startInstance({ createHandler }: FunctionsOptions): Instance {
  let posts = 0;
  const handler = createHandler(() => {
    posts += 1;
  });
  return { handler, posts: () => posts };
}

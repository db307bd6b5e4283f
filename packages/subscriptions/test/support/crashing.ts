/** A process that ends at a call of what it works with. */
export interface Crash {
  /** Calls so far. */
  readonly calls: number;
  /** Whether it has ended. */
  readonly isOver: boolean;
  /** What ends with it: each call counts, and once it has ended all calls fail. */
  wrap<Subject extends object>(subject: Subject): Subject;
}

/** The error of calls of a process that has ended. */
export class CrashError extends Error {}

/** Makes a process that ends at its call `at`, from 1: before the call has happened, or after it. */
export function createCrash(at: number, when: 'before' | 'after'): Crash {
  let calls = 0;
  let isOver = false;
  const end = (): never => {
    isOver = true;
    throw new CrashError(`The process ended ${when} call ${at}`);
  };
  return {
    get calls() {
      return calls;
    },
    get isOver() {
      return isOver;
    },
    wrap: (subject) =>
      new Proxy(subject, {
        get: (target, name) => {
          const value: unknown = Reflect.get(target, name);
          if (typeof value !== 'function') return value;
          return async (...args: unknown[]) => {
            if (isOver) throw new CrashError('The process has ended');
            calls += 1;
            const isLast = calls === at;
            if (isLast && when === 'before') end();
            const answer: unknown = await Reflect.apply(value, target, args);
            if (isLast) end();
            return answer;
          };
        },
      }),
  };
}

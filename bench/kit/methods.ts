import { answerParent, type StartChildOptions, startChild } from './child.ts';

/** What a process of a benchmark can be asked for, by name. */
export type Methods = Readonly<Record<string, (input: never) => unknown>>;

/** A process that {@link answerMethods}. It ends with its parent, or when it is disposed of. */
export interface Remote<Asked extends Methods> extends AsyncDisposable {
  /** Rejects when the method throws, or the process ends before it has answered. What is asked and answered is JSON. */
  ask<Name extends keyof Asked & string>(
    name: Name,
    input: Parameters<Asked[Name]>[0],
  ): Promise<Awaited<ReturnType<Asked[Name]>>>;
}

interface Call {
  readonly name: string;
  readonly input: unknown;
}

/** Starts a process whose file calls {@link answerMethods}, and knows the types of what it answers. */
export function startMethods<Asked extends Methods>(
  file: URL,
  options: StartChildOptions = {},
): Remote<Asked> {
  const child = startChild(file, options);
  return {
    ask: (name, input) => child.ask({ name, input } satisfies Call),
    [Symbol.asyncDispose]: () => child[Symbol.asyncDispose](),
  };
}

/** Answers calls of the parent, in the child. */
export function answerMethods(methods: Methods): void {
  answerParent<Call>(({ name, input }) => methods[name]?.(input as never));
}

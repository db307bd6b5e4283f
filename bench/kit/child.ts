import { fork } from 'node:child_process';

/** A process of its own that answers questions. */
export interface Child extends AsyncDisposable {
  /** Asks, and rejects with what the child threw, or when it ends. */
  ask<Answer>(question: unknown): Promise<Answer>;
}

/** How {@link startChild} starts. */
export interface StartChildOptions {
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Beside those of this process. */
  readonly nodeOptions?: readonly string[];
  /** Where its log goes. @default where that of this process goes */
  readonly stderr?: 'ignore' | 'inherit';
}

interface Reply {
  readonly number: number;
  readonly answer?: unknown;
  readonly error?: string;
}

/** Runs a file that calls {@link answerParent}, with the conditions of this process. It ends with its parent, or when disposed. */
export function startChild(file: URL, options: StartChildOptions = {}): Child {
  const { args = [], env = {}, nodeOptions = [], stderr = 'inherit' } = options;
  const child = fork(file, args, {
    env: { ...process.env, ...env },
    execArgv: [...process.execArgv, ...nodeOptions],
    stdio: ['ignore', 'inherit', stderr, 'ipc'],
  });
  const waiting = new Map<number, PromiseWithResolvers<unknown>>();
  const exited = new Promise<void>((resolve) => {
    child.once('exit', (code) => {
      for (const { reject } of waiting.values()) reject(new Error(`${file} ended: ${code}`));
      resolve();
    });
  });
  child.on('message', ({ number, answer, error }: Reply) => {
    const question = waiting.get(number);
    waiting.delete(number);
    if (error === undefined) question?.resolve(answer);
    else question?.reject(new Error(error));
  });
  let asked = 0;
  return {
    ask: <Answer>(question: unknown) => {
      asked += 1;
      const answer = Promise.withResolvers<unknown>();
      waiting.set(asked, answer);
      child.send({ number: asked, question });
      return answer.promise as Promise<Answer>;
    },
    [Symbol.asyncDispose]: async () => {
      if (child.connected) child.disconnect();
      await exited;
    },
  };
}

/** Answers the questions of the parent, in the child. */
export function answerParent<Question>(answer: (question: Question) => unknown): void {
  process.on('message', async ({ number, question }: { number: number; question: Question }) => {
    try {
      process.send?.({ number, answer: await answer(question) });
    } catch (error) {
      process.send?.({ number, error: error instanceof Error ? error.stack : String(error) });
    }
  });
  process.on('disconnect', () => process.exit());
}

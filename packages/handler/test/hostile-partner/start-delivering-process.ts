import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Delivered, Order } from './delivering-process.ts';

/** A process that delivers apart from the partners: their memory and their work do not count. */
export interface DeliveringProcess extends AsyncDisposable {
  deliver(order: Order): Promise<Delivered>;
}

/** Starts a process that delivers. */
export function startDeliveringProcess(): DeliveringProcess {
  const child = fork(fileURLToPath(new URL('./delivering-process.ts', import.meta.url)), [], {
    execArgv: ['--conditions=@hooklane/source', '--expose-gc'],
    stdio: 'ignore',
  });
  const exited = once(child, 'exit');
  return {
    deliver: async (order) => {
      child.send(order);
      const [delivered] = await Promise.race([
        once(child, 'message'),
        exited.then(() => Promise.reject(new Error('The process that delivers is gone'))),
      ]);
      return delivered as Delivered;
    },
    [Symbol.asyncDispose]: async () => {
      child.kill('SIGKILL');
      await exited;
    },
  };
}
